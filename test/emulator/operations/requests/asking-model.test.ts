import '../../../support/in-process/two-shards.ts';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { requestRow } from '../../../../lambdas/model/request-rows.ts';
import { hasLink } from '../../../../local/pages/mailed-link.ts';
import { otto, rita } from '../../../support/scenario/in-process.ts';
import {
  type Individual,
  type MailedScenario,
  openMailedScenario,
} from '../../../support/scenario/mailbox.ts';

const day = 24 * 3600 * 1000;
const askers = [rita, otto];
const kinds = [[{ category: 'health.lab' }], [{ category: 'contact' }]];

let scenario: MailedScenario;
beforeAll(async () => {
  scenario = await openMailedScenario();
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});

const step = fc.record({
  act: fc.constantFrom('ask', 'ask', 'remind', 'cancel', 'refuse', 'bounce', 'wait'),
  who: fc.integer({ min: 0, max: 1 }),
  what: fc.integer({ min: 0, max: 1 }),
  days: fc.constantFrom(0.1, 1, 16),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Two requesters who ask and take back in turn: more messages in a day than an individual gets. */
const insistent: Step[] = [0, 1, 0, 1].flatMap((who) =>
  (['ask', 'cancel'] as const).map((act): Step => ({ act, who, what: who, days: 0.1 })),
);

/** What is known of one individual: their requests by asker, the Nos they gave, and the messages they got. */
class Run {
  readonly #person: Individual;
  readonly #open: (string | undefined)[] = [];
  readonly #kindOf = new Map<string, number>();
  readonly #refused = new Set<string>();
  readonly #gotAt: number[] = [];

  constructor(person: Individual) {
    this.#person = person;
  }

  async do({ act, who, what, days }: Step): Promise<void> {
    const as = askers[who] ?? rita;
    const request = this.#open[who];
    const pending = request !== undefined && (await this.#state(request, who)) === 'pending';
    if (act === 'wait') vi.setSystemTime(Date.now() + days * day);
    else if (act === 'ask') await this.#ask(who, what, pending);
    else if (request !== undefined && act === 'remind') {
      const { status } = await scenario.consents('request.remind', { as, path: { request }, body: {} });
      if (!pending) expect(status).toBe(409);
    } else if (request !== undefined && act === 'cancel') {
      const { status } = await scenario.consents('request.cancel', { as, path: { request } });
      expect(status).toBe(pending ? 204 : 409);
    } else if (request !== undefined && pending && act === 'refuse') {
      await scenario.refuse(request);
      this.#refused.add(`${who}-${this.#kindOf.get(request)}`);
    } else if (request !== undefined && act === 'bounce')
      await scenario.change(requestRow.key(scenario.tenant, this.#person.id, request), {
        undelivered: 'bounced',
      });
    await this.#deliver();
  }

  async #ask(who: number, what: number, pending: boolean): Promise<void> {
    const body = scenario.requestBody(this.#person.id, { items: kinds[what] });
    const { status, body: made } = await scenario.consents('request.create', {
      as: askers[who] ?? rita,
      body,
    });
    if (pending || this.#refused.has(`${who}-${what}`)) expect(status).toBe(409);
    if (status !== 201) return;
    this.#open[who] = String(made.id);
    this.#kindOf.set(String(made.id), what);
  }

  async #state(request: string, who: number) {
    const { body } = await scenario.consents('request.read', { as: askers[who] ?? rita, path: { request } });
    return body.state;
  }

  async #deliver(): Promise<void> {
    await scenario.notify({ task: 'sweep' });
    await scenario.deliver();
    const mails = await scenario.mails(this.#person.email);
    const about = mails.filter(hasLink).length;
    for (let i = this.#gotAt.length; i < about; i++) this.#gotAt.push(Date.now());
    expect(this.#gotAt.filter((at) => at > Date.now() - day).length).toBeLessThanOrEqual(3);
  }
}

it('whatever requesters do, an individual gets at most three messages a day, an organisation has one open request, and a refusal stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
      const run = new Run(await scenario.individual());
      for (const one of steps) await run.do(one);
      vi.useRealTimers();
    }),
    { numRuns: 5, endOnFailure: true, examples: [[insistent]] },
  );
}, 60_000);
