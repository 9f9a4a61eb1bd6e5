import '../../../support/in-process/two-shards.ts';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { sessionToken } from '../../../../lambdas/stores/sessions/session-token.ts';
import { refusal } from '../../../support/in-process/call.ts';
import {
  type Individual,
  type MailedScenario,
  openMailedScenario,
} from '../../../support/scenario/mailbox.ts';

const day = 24 * 3600 * 1000;
let scenario: MailedScenario;
let person: Individual;
let request: string;

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openMailedScenario();
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

async function sentRequest(): Promise<void> {
  person = await scenario.individual({ language: 'en' });
  request = await scenario.request(person.id);
  await scenario.deliver();
}
async function daysLater(days: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day });
  await scenario.notify({ task: 'sweep' });
  await scenario.deliver();
}
const reminders = async () =>
  (await scenario.mails(person.email)).filter(({ subject }) => subject.startsWith('Reminder')).length;
const remind = () => scenario.consents('request.remind', { path: { request }, body: {} });
const row = () => scenario.row(requestRow.key(scenario.tenant, person.id, request));

describe('a request that nobody answers is reminded of by itself', () => {
  it('once, half-way to its lapse, and then not at its requester’s call', async () => {
    await sentRequest();
    await daysLater(6);
    expect(await reminders()).toBe(0);
    await daysLater(2);
    expect(await reminders()).toBe(1);
    expect(sessionToken(await scenario.token(person.email))?.individual).toBe(person.id);
    expect(await row()).toMatchObject({ version: 1, remindedAt: expect.any(String) });
    expect(refusal(await remind())).toBe('409 conflict');
    await daysLater(2);
    expect(await reminders()).toBe(1);
    expect(await scenario.entries(person.id, 'consent.reminded')).toHaveLength(1);
  });

  it('not when its requester called for the reminder before, or it was decided', async () => {
    await sentRequest();
    expect((await remind()).status).toBe(202);
    await scenario.deliver();
    await daysLater(8);
    expect(await reminders()).toBe(1);
    vi.useRealTimers();
    await sentRequest();
    await scenario.refuse(request);
    await daysLater(8);
    expect(await reminders()).toBe(0);
  });

  it('not when it was declined before the code, of which its requester learns nothing', async () => {
    await sentRequest();
    await scenario.change(requestRow.key(scenario.tenant, person.id, request), { provisional: 'declined' });
    await daysLater(8);
    expect(await reminders()).toBe(0);
    expect(refusal(await remind())).toBe('409 conflict');
  });
});
