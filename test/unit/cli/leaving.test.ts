import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../cli/command.ts';
import { type Leaving, statusLine, stepSentence, workSentence } from '../../../cli/standing-saying.ts';
import { status } from '../../../cli/status.ts';
import { watch } from '../../../cli/watch.ts';
import { steps as removing } from '../../../lambdas/functions/eraser.ts';
import { steps as waiting } from '../../../lambdas/functions/workflow.ts';

const tenant = `tnt_${'1a'.repeat(16)}`;
const leaving: Leaving = {
  tenant,
  name: 'Praxis Nord',
  state: 'removing',
  epoch: 2,
  step: 'purge.sweep',
  done: 1200,
  of: 5000,
  execution: `${tenant}-2-2`,
  blockedBy: [],
};
let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** A deployment that answers each call with the next of these. */
async function answering(...answers: readonly (readonly [number, unknown])[]) {
  const seen: string[] = [];
  server = createServer(({ url, headers }, response) => {
    const [code, body] = answers[seen.length] ?? [500, {}];
    seen.push(`${url} ${headers.authorization}`);
    const type = code < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(code, { 'content-type': type }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { seen, words: ['--url', `http://127.0.0.1:${port}`, '--token-command', 'echo a-token'] };
}

async function run(command: typeof status, words: readonly string[]) {
  const lines: string[] = [];
  const exit = await command.run(words, (line) => void lines.push(line));
  return { lines, exit };
}
const problem = (code: string) => ({ type: `urn:habeas:problem:${code}`, title: code, status: 0 });

describe('the line of a tenant on its way out', () => {
  it('says which step is at work, how far it is, what failed and what it waits for', () => {
    const fault = { code: 'TimeoutError', at: '2027-01-01T02:19:02.000Z', tries: 4 };
    expect(statusLine({ ...leaving, fault }, 'en')).toBe(
      `removing   ${tenant}  Praxis Nord: deletes every row (1,200 of 5,000 rows deleted); ` +
        `failed 4 times, last ${fault.at}: TimeoutError; ${tenant}-2-2`,
    );
    const until = '2027-06-30T22:00:00.000Z';
    expect(workSentence({ blockedBy: [{ by: 'hold', until }], next: until })).toBe(
      `waits for a legal hold until ${until}; wakes ${until}`,
    );
    expect(workSentence({ blockedBy: [] })).toBe('no step has run');
    const { step: _, done: __, of: ___, execution: ____, ...idle } = leaving;
    expect(statusLine({ ...idle, state: 'removed' })).toBe(
      `removed    ${tenant}  Praxis Nord: everything is deleted, AWS has yet to destroy the key`,
    );
    expect(workSentence({ step: 'held', heldIndividuals: 2, blockedBy: [{ by: 'hold', until }] }, 'en')).toBe(
      `everybody is removed but who is held; held individuals: 2; waits for a legal hold until ${until}`,
    );
  });

  it.each(Object.keys({ ...waiting, ...removing }))('has a sentence for the step %s', (step) => {
    expect(stepSentence(step)).not.toBe(step);
  });
});

describe('habeas status', () => {
  it('reads on while there is a next page, and ends with 3 when one is overdue or blocked', async () => {
    const { seen, words } = await answering(
      [200, { items: [], next: 'abc' }],
      [200, { items: [leaving, { ...leaving, state: 'overdue' }] }],
    );
    const { lines, exit } = await run(status, [...words, '--state', 'overdue']);
    expect(lines).toHaveLength(2);
    expect(exit).toBe(3);
    expect(seen[1]).toBe('/v1/retention?limit=100&cursor=abc&state=overdue Bearer a-token');
  });

  it('asks for a new token once when it is refused, and says why a call was refused', async () => {
    const again = await answering([401, problem('unauthenticated')], [200, { items: [] }]);
    expect((await run(status, again.words)).lines).toEqual(['Nobody is on the way out.']);
    server?.close();
    const refused = await answering([403, problem('forbidden')]);
    await expect(run(status, refused.words)).rejects.toThrow('forbidden');
  });

  it('knows its options', async () => {
    await expect(run(status, ['--state', 'gone', '--url', 'http://x'])).rejects.toThrow(UsageError);
    await expect(run(status, ['--url', 'http://x'])).rejects.toThrow(UsageError);
    await expect(run(watch, [])).rejects.toThrow(UsageError);
  });
});

describe('habeas watch', () => {
  const state = { state: 'purging', epoch: 2, attestations: [] as string[], blockedBy: [] };

  it('says each change once, and ends with the attestation', async () => {
    const { words } = await answering(
      [200, { ...state, step: 'purge.shred' }],
      [200, { ...state, step: 'purge.shred' }],
      [200, { ...state, step: 'purge.sweep', done: 5 }],
      [200, { ...state, state: 'purged', attestations: ['att_1'] }],
    );
    const { lines, exit } = await run(watch, [tenant, ...words, '--every', '0.001']);
    expect(lines).toEqual([
      'purging: destroys the keys',
      'purging: deletes every row (5 rows deleted)',
      'Attested: /v1/attestations/att_1',
    ]);
    expect(exit).toBe(0);
  });

  it('ends when the tenant is gone, and when its contract is in force', async () => {
    const gone = await answering([200, state], [404, problem('not-found')]);
    expect((await run(watch, [tenant, ...gone.words, '--every', '0.001'])).lines.at(-1)).toMatch(/gone/);
    server?.close();
    const reinstated = await answering([200, { ...state, state: 'open' }]);
    expect((await run(watch, [tenant, ...reinstated.words])).lines.at(-1)).toMatch(/in force/);
  });
});
