import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkHead } from '../../../local/pages/mailed-link.ts';
import { type Command, Copy, takenPort, until } from './copy.ts';

const inboxOf = async (api: string) =>
  (await fetch(`${api}/_inbox`, { headers: { accept: 'application/json' } })).text();

describe('npm start', () => {
  const copy = new Copy();
  let start: Command;
  beforeAll(async () => {
    start = copy.npm(['start'], { HABEAS_WINDOW: 'PT15S' });
    await start.says('Ctrl-C stops it.');
  });
  afterAll(() => copy.remove());

  it('answers where it said, beside any other copy of the repository', async () => {
    const { api } = copy.description;
    expect(start.said).toContain(api);
    expect(await (await fetch(`${api}/health`)).json()).toMatchObject({ status: 'ok' });
    const page = await fetch(`${api}/`, { method: 'HEAD' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const other = await fetch(`${api}/health`, { method: 'PUT' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('prints a read that is refused until the individual allows it, with ids that exist and their mail in the inbox', async () => {
    const { api, demo } = copy.description;
    const path = `${api}/v1/tenants/${demo.tenant}/disclosures`;
    expect(start.said).toContain(`curl -s ${path}`);
    expect(start.said).toContain(`"individualId":"${demo.individual}"`);
    const token = copy.npm(['run', '--silent', 'token', '--', 'requester']);
    await token.ended;
    const read = await fetch(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.said.trim()}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        individualId: demo.individual,
        purpose: 'MedicalHealth',
        categories: ['health.lab'],
      }),
    });
    expect(await read.json()).toMatchObject({ status: 403, type: 'urn:habeas:problem:consent-required' });
    expect(await inboxOf(api)).toContain(`#${linkHead(demo.tenant)}`);
  });

  it('says what the local AWS had to do without', () => {
    expect(start.said).toMatch(/Left out locally, .*AWS::WAFv2::WebACLAssociation/);
  });

  it('does not start twice in one folder', async () => {
    const second = copy.npm(['start']);
    expect(await second.ended).toBe(1);
    expect(second.said).toContain('It runs already');
  });

  it('gives a token for each principal', async () => {
    const token = copy.npm(['run', '--silent', 'token', '--', 'requester']);
    expect(await token.ended).toBe(0);
    expect(token.said).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('leaves no process behind when its terminal is killed, and starts again from what was there', async () => {
    const { api, demo } = copy.description;
    start.interrupt('SIGHUP');
    await until(
      'the end of every process',
      30,
      () => copy.processes().length === 0,
      () => listed(copy),
    );
    start = copy.npm(['start'], { HABEAS_WINDOW: 'PT15S' });
    await start.says('Ctrl-C stops it.');
    expect(copy.description).toMatchObject({ api, demo });
    expect(await inboxOf(api)).toContain(`#${linkHead(demo.tenant)}`);
  });

  it('leaves no process behind when npm itself is killed outright', async () => {
    start.child.kill('SIGKILL');
    await until(
      'the end of every process',
      30,
      () => copy.processes().length === 0,
      () => listed(copy),
    );
  });

  it('says so when the local AWS dies, and ends', async () => {
    start = copy.npm(['start'], { HABEAS_WINDOW: 'PT15S' });
    await start.says('Ctrl-C stops it.');
    const emulator = copy.processes().find(({ command }) => command.includes('attached.py'));
    process.kill(emulator?.pid ?? 0, 'SIGKILL');
    expect(await start.ended).toBe(1);
    expect(start.said).toContain('Failed: ');
    expect(copy.processes()).toEqual([]);
  });

  it('stops cleanly at Ctrl-C while it is still starting', async () => {
    start = copy.npm(['start', '--', '--fresh'], { HABEAS_WINDOW: 'PT15S' });
    await start.says('… deploy');
    start.interrupt('SIGINT');
    await start.ended;
    expect(start.said).toContain('Stopped before it was up.');
    await until(
      'the end of every process',
      30,
      () => copy.processes().length === 0,
      () => listed(copy),
    );
  });
});

describe('what cannot start says why and what to do', () => {
  const copy = new Copy({ python: false });
  afterAll(() => copy.remove());

  it('a port that is taken', async () => {
    const { port, free } = await takenPort();
    try {
      const start = copy.npm(['start'], { HABEAS_PORT: String(port) });
      expect(await start.ended).toBe(1);
      expect(start.said).toContain(`Port ${port} is taken.`);
    } finally {
      free();
    }
  });

  it('no Python', async () => {
    const start = copy.npm(['start'], { HABEAS_PYTHON: '/nowhere/python3' });
    expect(await start.ended).toBe(1);
    expect(start.said).toContain('No Python 3.10 or newer was found');
  });

  it('the demo without a running system', async () => {
    const demo = copy.npm(['run', 'demo']);
    expect(await demo.ended).toBe(1);
    expect(demo.said).toContain('npm start');
  });
});

const listed = (copy: Copy) =>
  copy
    .processes()
    .map(({ pid, command }) => `${pid} ${command}`)
    .join('\n');
