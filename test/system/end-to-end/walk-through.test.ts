import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences, walkThrough } from '../../documents/walk-through.ts';
import { Copy, clean } from '../start/copy.ts';

/** The commands of docs/walk-through.md, as a reader copies them, against the system that is described here. */
describe('the walk-through', () => {
  const copy = new Copy({ python: false });
  const answerOf = (index: number) => join(copy.folder, `answer-${index}.json`);
  const shown = walkThrough.flatMap(({ heading, answer }, index) =>
    answer === undefined ? [] : [{ heading, answer, index }],
  );
  let said = '';

  beforeAll(async () => {
    copy.meetTheSystem();
    const script = walkThrough.map(
      ({ commands }, index) => `${commands}\ncp "$answer" '${answerOf(index)}'\n`,
    );
    const bash = spawn('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
      cwd: copy.folder,
      env: clean(process.env),
      timeout: 240_000,
    });
    for (const stream of [bash.stdout, bash.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
    await new Promise((done) => bash.on('close', done));
  });
  afterAll(() => copy.remove());

  test.each(shown)('$heading is answered as the page shows', ({ answer, index }) => {
    expect(differences(answer, JSON.parse(readFileSync(answerOf(index), 'utf8'))), said).toEqual([]);
  });
});
