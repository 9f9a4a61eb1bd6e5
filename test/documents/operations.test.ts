import { describe, expect, it } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { resources, templateOf } from '../template/synthesised.ts';
import { rowsOf, textOf } from './markdown.ts';

const page = textOf('docs/operations.md');
const template = templateOf('prod');
const [, runbook = ''] = page.split(/^## Runbook$/m);
const entries = [...runbook.matchAll(/^### (.+)\n([\s\S]*?)(?=^### |$(?![\s\S]))/gm)].map(
  ([, alarm = '', text = '']) => ({ alarm, text }),
);

/** The part of a page below a heading, up to the next one of the same level or a higher one. */
function below(heading: string): string {
  const [level = ''] = heading.split(' ');
  const [, after = ''] = page.split(`\n${heading}\n`);
  const [section = ''] = after.split(new RegExp(`^#{1,${level.length}} `, 'm'));
  return section;
}

describe('the runbook', () => {
  const named = resources(template, 'AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => /docs\/operations\.md, (\w+)$/.exec(String(Properties.AlarmDescription))?.[1],
  );

  it('has an entry for every alarm, and every entry an alarm', () => {
    expect(new Set(entries.map(({ alarm }) => alarm))).toEqual(new Set(named));
    expect(entries).toHaveLength(new Set(named).size);
  });

  it.each(entries)(
    'says of $alarm what it means, where to look, what to do and when it is over',
    ({ text }) => {
      const parts = [...text.matchAll(/^- \*\*(\w+):\*\* ?(.*)$/gm)];
      expect(parts.map(([, part]) => part)).toEqual(['Means', 'Look', 'Do', 'Over']);
      for (const [, part, said = ''] of parts) if (part !== 'Look') expect(said, part).toMatch(/\w{3}/);
    },
  );
});

describe('queries of logs', () => {
  const queries = [...page.matchAll(/^ *```logs\n([\s\S]*?)^ *```$/gm)].map(([, query = '']) => query);
  /** What functions and API write, and what CloudWatch itself knows of a line. */
  const known = new Set([
    ...[...textOf('lambdas/platform/observability/log.ts').matchAll(/^ {2}readonly (\w+)\?/gm)].map(
      ([, name = '']) => name,
    ),
    ...Object.keys(accessLine()),
    ...['level', 'message', 'service', '@timestamp', '@message'],
  ]);

  function accessLine(): Record<string, unknown> {
    const [[, stage] = []] = resources(template, 'AWS::ApiGateway::Stage');
    return JSON.parse(String(Object(stage?.Properties.AccessLogSetting).Format));
  }

  /** The fields that a query names, those it makes itself left out. */
  function fieldsOf(query: string): string[] {
    const plain = query.replaceAll(/"[^"]*"|\/[^/\n]*\//g, ' ');
    const made = [...plain.matchAll(/\bas (\w+)/g)].map(([, name = '']) => name);
    const words = plain.match(/@?\b[a-z]\w*/gi) ?? [];
    const language = 'fields filter sort stats desc and or like by as count bin m'.split(' ');
    return words.filter((word) => !language.includes(word) && !made.includes(word) && !/^\d/.test(word));
  }

  it('stand in the runbook', () => {
    expect(queries.length).toBeGreaterThan(5);
  });

  it.each(queries)('name fields that are written: %s', (query) => {
    expect(fieldsOf(query).filter((field) => !known.has(field))).toEqual([]);
  });

  it('would be noticed if one named a field that is not', () => {
    expect(
      fieldsOf('fields @timestamp, email | filter address = "x"').filter((one) => !known.has(one)),
    ).toEqual(['email', 'address']);
  });
});

describe.each(['retention', 'purge', 'export', 'restore-drill'])('of the workflow %s', (machine) => {
  const { States } = JSON.parse(textOf(`state-machines/${machine}.asl.json`)) as {
    States: Record<string, { Type: string }>;
  };
  const states = Object.entries(States).flatMap(([name, { Type }]) => (Type === 'Choice' ? [] : [name]));

  it('the picture shows every step, and how it ends', () => {
    const drawn = [...below(`### ${machine}`).matchAll(/\["([^"<]+)[^"]*"\]/g)].map(([, name = '']) => name);
    expect(drawn.sort()).toEqual(states.toSorted());
  });

  it('the table says what each state means at three in the morning', () => {
    const rows = rowsOf(below(`### ${machine}`));
    expect(rows.map(([state]) => state).sort()).toEqual(states.toSorted());
    for (const [state, means = ''] of rows) expect(means, state).toMatch(/\w{3}/);
  });
});

it('the table of what runs by schedule has every schedule, with its task', () => {
  const scheduled = resources(template, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => [
    `\`${Properties.ScheduleExpression}\``,
    `\`${JSON.stringify(Object(Properties.Target).Input).match(/task\\*":\\*"(\w+)/)?.[1]}\``,
  ]);
  const rows = rowsOf(below('## What runs by schedule')).map(([rate, , task]) => [rate, task]);
  expect(rows).toEqual(scheduled);
});

it.each(['docs/operations.md', 'docs/deploy.md'])(
  '%s names no operation that the API does not have',
  (path) => {
    const known = new Set(allOperations.map((one) => `${one.method} ${one.path}`));
    const named = [...textOf(path).matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`\s]*)`/g)].map(
      ([, call = '']) => call,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((call) => !known.has(call))).toEqual([]);
  },
);
