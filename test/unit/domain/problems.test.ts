import { describe, expect, it } from 'vitest';
import { isRefusal, Problem, type ProblemCode, problems } from '../../../lambdas/domain/problems.ts';

const codes = Object.keys(problems) as ProblemCode[];

describe('a problem', () => {
  it.each(codes)('%s has a status of its kind and a title that is the same each time', (code) => {
    const problem = new Problem(code, { detail: 'x', cause: new Error('inside') });
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(600);
    expect(problem.title).not.toBe('');
    expect(problem.message).toBe(code);
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it('carries its cause inside only', () => {
    const cause = new Error('inside');
    expect(new Problem('unavailable', { cause }).cause).toBe(cause);
  });
});

describe('the problems that stand in the audit log', () => {
  it('are refusals: 403, 404, 409, 410 and 423; bad input, missing credentials and faults are metrics only', () => {
    const recorded = codes.filter((code) => isRefusal(problems[code][0]));
    const statuses = new Set(recorded.map((code) => problems[code][0]));
    expect(statuses).toEqual(new Set([403, 404, 409, 410, 423]));
    for (const code of [
      'invalid-request',
      'unauthenticated',
      'version-mismatch',
      'too-large',
      'internal',
    ] as const)
      expect(recorded).not.toContain(code);
  });
});
