import { describe, expect, it } from 'vitest';
import { readStage, StageFault, settingNames } from '../../lib/stage.ts';
import { resources, settings, templateOf } from '../template/synthesised.ts';
import { rowsOf, textOf } from './markdown.ts';

const page = textOf('docs/deploy.md');
const [, section = ''] = /^## Settings$([\s\S]*?)^## /m.exec(page) ?? [];
const templates = [templateOf('dev'), templateOf('prod')];
const more = templateOf('more');
/** The rows of the table of settings: name, meaning, default, what prod says. */
const rows = rowsOf(section)
  .filter((cells) => cells.length === 4)
  .map(([name = '', , byDefault = '', inProd = '']) => ({ name: bare(name), byDefault, inProd }));
/** Values that prod takes, for the settings that its tests do without. */
const prod: Readonly<Record<string, string>> = { ...settings.prod, owner: 'somebody' };

function bare(cell: string): string {
  return cell.replaceAll('`', '');
}

/** What is said of a context, line by line; nothing when it fits. */
function faultsOf(context: Readonly<Record<string, string>>): string {
  try {
    readStage(context);
    return '';
  } catch (fault) {
    if (!(fault instanceof StageFault)) throw fault;
    return fault.message;
  }
}

describe('the table of settings', () => {
  it('has every setting once, and none that is not there', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...settingNames].sort());
  });

  it.each(rows)('says what $name is when it is not given', ({ name, byDefault }) => {
    const value =
      name === 'stage' ? undefined : new Map(Object.entries(readStage({ stage: 'dev' }))).get(name);
    const words = { undefined: 'none', false: 'no', true: 'yes' };
    expect(bare(byDefault)).toBe(new Map(Object.entries(words)).get(String(value)) ?? value);
  });

  it.each(rows)('says whether prod demands $name', ({ name, inProd }) => {
    const { [name]: _, ...others } = prod;
    const demanded = faultsOf(others).includes(`  - ${name} `);
    expect(inProd === 'required').toBe(demanded);
  });

  it.each(rows)('says whether $name is for the local stage only', ({ name, inProd }) => {
    const refused = faultsOf({ ...prod, [name]: 'http://127.0.0.1:1' }).includes('for the stage local only');
    expect(inProd === 'local only').toBe(refused);
  });

  it('says how short and how long the retrieval window may be in prod', () => {
    const said = rows.find(({ name }) => name === 'retentionWindow')?.inProd ?? '';
    const [shortest, longest] = (/(\d+) to (\d+) whole days/.exec(said) ?? []).slice(1).map(Number);
    const faults = (days: number | undefined) => faultsOf({ ...prod, retentionWindow: `P${days}D` });
    expect([faults(shortest), faults(longest)]).toEqual(['', '']);
    expect(faults(Number(shortest) - 1)).not.toBe('');
    expect(faults(Number(longest) + 1)).not.toBe('');
  });
});

it('settings of the examples exist', () => {
  const given = [...page.matchAll(/ -c (\w+)=/g)].map(([, name = '']) => name);
  expect(given.length).toBeGreaterThan(5);
  expect(given.filter((name) => !settingNames.includes(name))).toEqual([]);
});

it('outputs that are named exist', () => {
  const outputs = templates.flatMap((template) => Object.keys(template.toJSON().Outputs));
  const named = [...page.matchAll(/\$\(output (\w+)\)|`((?:Dkim|Domain|Client)\w+)`/g)].map(
    ([, called, quoted]) => called ?? quoted ?? '',
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !outputs.includes(name))).toEqual([]);
});

it('reserved executions and keys of the deployment are counted as the template has them', () => {
  const reserved = resources(more, 'AWS::Lambda::Function').reduce(
    (sum, [, { Properties }]) => sum + Number(Properties.ReservedConcurrentExecutions ?? 0),
    0,
  );
  expect(page).toContain(`\`yes\` sets ${reserved} executions aside`);
  expect(page).toContain(`needs ${reserved + 100} at the least`);
  for (const template of [...templates, more]) expect(resources(template, 'AWS::KMS::Key')).toHaveLength(8);
  expect(page).toContain('one for each tenant and eight of the deployment');
});
