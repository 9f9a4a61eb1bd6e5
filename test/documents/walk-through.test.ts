import { describe, expect, test } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { differences, walkThrough } from './walk-through.ts';

const numbered = walkThrough.flatMap((step) => {
  const [, number, name = ''] = /^(\d+)\. `([^`]+)`/.exec(step.heading) ?? [];
  return number !== undefined && step.answer !== undefined ? [{ ...step, number, name }] : [];
});

describe('the walk-through', () => {
  test('goes from a tenant to the first gated read in ten calls of members', () => {
    expect(numbered.map(({ number, name }) => `${number} ${name}`)).toEqual([
      '1 tenant.create',
      '2 organisation.set',
      '3 category.set',
      '4 notice.publish',
      '5 member.set',
      '6 member.set',
      '7 individual.create',
      '8 record.put',
      '9 request.create',
      '10 disclosure.create',
    ]);
  });

  test.each(numbered)('calls $name in step $number by its method and path', ({ name, commands }) => {
    const row = allOperations.find((one) => one.name === name);
    const calls = [...commands.matchAll(/^curl -s (?:-X (\w+) )?"\$api([^"]+)"/gm)].map(
      ([, method = 'POST', path = '']) => `${method} ${path}`,
    );
    expect(calls.map(withoutNames)).toEqual([withoutNames(`${row?.method} ${row?.path}`)]);
  });

  test('shows an answer as it came: what is shown is compared, what is left out is not', () => {
    const came = { id: 'tnt_1', list: [{ a: 1, b: 2 }] };
    expect(differences({ id: 'tnt_…', list: [{ a: 1 }] }, came)).toEqual([]);
    expect(differences({ id: 'ind_…' }, came)).toHaveLength(1);
    expect(differences({ list: [{ a: 2 }] }, came)).toHaveLength(1);
    expect(differences({ list: [] }, came)).toHaveLength(1);
    expect(differences({ other: 1 }, came)).toHaveLength(1);
    expect(differences({ id: 'x' }, undefined)).toHaveLength(1);
  });
});

/** A path with each variable, of the shell or of the table, and each code in its place as `{}`. */
function withoutNames(call: string): string {
  return call.replace(/\{\w+\}|\$\w+|(?<=organisations\/|categories\/)[a-z.-]+/g, '{}');
}
