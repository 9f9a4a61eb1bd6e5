import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onePerson, type State } from '../../support/rehearsal/one-person.ts';
import { openPractice, type Practice } from '../../support/rehearsal/practice.ts';

/*
 * Every two acts, whichever they are, at each step of the way of an erasure that nothing disturbs, done by the real
 * functions; the same with a restore point before it. What must be true is said without the rules of the code.
 */
const hours = 3_600_000;
let practice: Practice;
let person: ReturnType<typeof onePerson>;

interface Reached {
  readonly state: State;
  readonly story: string;
}
interface Step {
  readonly act: string;
  readonly before: State;
  readonly after: State;
}
type Seen = ReturnType<typeof person.seen>;

/** The promises, each with what would break it. */
const broken: Readonly<Record<string, (step: Step, was: Seen, is: Seen) => boolean>> = {
  'nothing is destroyed before 72 hours are over, nor of somebody who is held, or wants none of it': (
    { act, before: { told, now } },
    was,
    is,
  ) =>
    act !== 'restore' &&
    (is.ledger > was.ledger || (is.ledger === 0 && (is.keys < was.keys || is.rows === 0))) &&
    (told.held || told.askedAt === undefined || now - told.askedAt < 72 * hours),
  'an erasure is in the ledger before anything of it is destroyed': (_, __, is) =>
    is.keys === 0 && is.ledger === 0,
  'there is one attestation, and none while anything is left': (_, was, is) =>
    is.attested > 1 || is.attested < was.attested || (is.attested > was.attested && is.rows + is.keys > 0),
  'what is committed is not undone': ({ act }, was) => /undo/.test(act) && was.ledger > 0,
  'nothing comes back': (_, was, is) => is.keys > was.keys || (was.ledger > 0 && is.rows > was.rows + 2),
  'of somebody who was committed a restore leaves nothing': ({ act }, _, is) =>
    act === 'restore' && is.ledger > 0 && is.rows > 0,
  'a restore is proven': ({ act, after }) => act === 'restore' && !after.proven?.includes('"proven"'),
  'who has asked is locked, and who has undone it is not': ({ act, after: { told } }, _, is) =>
    is.ledger === 0 &&
    ((told.askedAt !== undefined && is.state !== 'restricted' && is.state !== 'erasing') ||
      (/undo/.test(act) && is.state !== 'active')),
};

const breaches = new Map<string, string>();
const met = new Set<string>();
let reached: Reached[] = [];

beforeAll(async () => {
  practice = await openPractice();
  person = onePerson(practice);
  const begun = {
    now: Date.now(),
    tables: practice.aws.tables.snapshot(),
    executions: [],
    version: 1,
    told: { held: false },
  };
  const way = ['they ask', 'time passes', 'reconcile'];
  reached = [
    ...(await explored(await fairWay(begun, way), 2)),
    ...(await explored(await fairWay(begun, ['a restore point', ...way]), 1)),
    ...(await explored(await fairWay(begun, [...way, 'step', 'step', 'time passes', 'reconcile']), 1)),
  ];
}, 120_000);
afterAll(() => practice?.stop());

/** Every state on a way, to its last step. */
async function fairWay(from: State, acts: readonly string[]): Promise<Reached[]> {
  const states: Reached[] = [{ state: from, story: '' }];
  const go = async (name: string) => {
    const { state, story } = states.at(-1) ?? expect.unreachable();
    const after = await person.acted(state, name);
    if (after) states.push({ state: after, story: `${story} > ${name}` });
    return after !== undefined;
  };
  for (const name of acts) expect(await go(name), name).toBe(true);
  while (await go('step'));
  return states;
}

/** Tries all acts on these states, and on what they become, so many acts deep. */
async function explored(from: readonly Reached[], depth: number): Promise<Reached[]> {
  const seen = new Set(from.map(({ state }) => person.essence(state)));
  const all = [...from];
  for (let i = 0, layer = from; i < depth; i++) {
    const next: Reached[] = [];
    for (const { state, story } of layer)
      for (const act of Object.keys(person.acts)) {
        const after = await person.acted(state, act);
        if (!after) continue;
        met.add(act);
        const [was, is] = [person.seen(state), person.seen(after)];
        for (const [promise, breaks] of Object.entries(broken))
          if (!breaches.has(promise) && breaks({ act, before: state, after }, was, is))
            breaches.set(promise, `${story} > ${act} ${after.proven}`);
        const essence = person.essence(after);
        if (seen.has(essence)) continue;
        seen.add(essence);
        next.push({ state: after, story: `${story} > ${act}` });
      }
    layer = next;
    all.push(...next);
  }
  return all;
}

describe('one individual, whatever happens to them in whatever order', { timeout: 90_000 }, () => {
  it.each(Object.keys(broken))('%s', (promise) => {
    expect(breaches.get(promise)).toBeUndefined();
  });

  it('has met every act that there is, and hundreds of states', () => {
    expect([...met].toSorted()).toEqual(Object.keys(person.acts).toSorted());
    expect(reached.length).toBeGreaterThan(200);
  });

  it('an erasure that is wanted, and that nobody holds, comes to its end', async () => {
    const settled = new Set<string>();
    const stuck: string[] = [];
    for (const { state, story } of reached) {
      if (state.told.askedAt === undefined && person.seen(state).ledger === 0) continue;
      let now = state;
      const way: string[] = [];
      for (let i = 0; ; i++) {
        const essence = person.essence(now);
        if (settled.has(essence) || person.seen(now).attested === 1) break;
        way.push(essence);
        let after: State | undefined;
        for (const act of ['release', 'step', 'reconcile', 'time passes']) {
          after = await person.acted(now, act);
          if (after) break;
        }
        if (!after || i > 40) {
          stuck.push(story);
          break;
        }
        now = after;
      }
      for (const one of way) settled.add(one);
    }
    expect(stuck.slice(0, 3)).toEqual([]);
  });
});
