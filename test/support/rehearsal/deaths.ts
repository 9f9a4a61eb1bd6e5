/*
 * Tries an act once for each of its calls and each way in which that call can go wrong, and goes on from there:
 * whatever happens on the way, what has changed in the end has to be the same.
 */
import { type Fault, faults, type RehearsedAws } from './aws.ts';
import { differencesSince, otherwise } from './difference.ts';

const isRead = (command: string) => /^(?:Query|Scan|BatchGet|Get|List|Describe)/.test(command);
/** Of a call that changes nothing these show no more than others. */
const hasNoEffect = (how: Fault) => how === 'killed after' || how === 'answer lost';

/** How somebody goes on after an act that failed, by a name for it. */
export type GoingOn = Readonly<Record<string, () => Promise<unknown>>>;

export interface Rehearsed {
  /** Where the outcome was another one than without a fault. */
  readonly failures: string[];
  /** How many faults were tried. */
  readonly tried: number;
  /** What the act changes when nothing goes wrong. */
  readonly changes: readonly string[];
  /** What has changed when somebody goes on after the act, and when they do without it. */
  readonly again: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/**
 * Rehearses an act, and leaves it undone. Whoever goes on has to come to where they come to when nothing goes wrong:
 * after the act, or without it. For a step these are one and the same; a call of the API may have been made once or
 * twice.
 */
export async function everyDeath(
  aws: RehearsedAws,
  name: string,
  act: () => Promise<unknown>,
  goingOn: GoingOn,
): Promise<Rehearsed> {
  const differences = differencesSince(aws);
  const failures: string[] = [];
  let tried = 0;
  /** Does acts one after the other from the beginning; each has to succeed. */
  const after = async (...acts: readonly (() => Promise<unknown>)[]) => {
    aws.restore();
    for (const one of acts) {
      const { error } = await aws.as(one);
      if (error) throw error;
    }
    return differences();
  };
  aws.mark();
  const { calls } = (await aws.as(act)).process;
  const changes = await after(act);
  const ends = new Map<string, readonly (readonly string[])[]>();
  for (const [way, goOn] of Object.entries(goingOn))
    ends.set(way, [await after(act, goOn), await after(goOn)]);
  const compare = (story: string, wanted: readonly (readonly string[])[]) => {
    const found = differences();
    const others = wanted.map((one) => otherwise(one, found));
    if (!others.includes(undefined)) failures.push(`${name}: ${story}: ${others[0]}`);
  };
  const died = async (call: number, how: Fault) => {
    aws.restore();
    return aws.as(act, { call, how });
  };
  /** From states that were gone on from already nothing else can come. */
  const seen = new Set<string>();
  for (const [i, command] of calls.entries())
    for (const how of faults) {
      if (isRead(command) && hasNoEffect(how)) continue;
      const call = i + 1;
      const story = `${command}, call ${call}, ${how}`;
      tried++;
      const { error } = await died(call, how);
      if (error === undefined) {
        compare(story, [changes]);
        continue;
      }
      const state = differences().join();
      if (seen.has(state)) continue;
      seen.add(state);
      for (const [j, [way, goOn]] of Object.entries(goingOn).entries()) {
        if (j > 0) await died(call, how);
        const gone = await aws.as(goOn);
        if (gone.error) failures.push(`${name}: ${story}, ${way}: ${String(gone.error)}`);
        else compare(`${story}, ${way}`, ends.get(way) ?? []);
      }
    }
  aws.restore();
  return { failures, tried, changes, again: ends };
}
