import { isPast } from '../instant.ts';
import type { NamedItem } from './request.ts';

/** How many days a re-request block lasts: six months, counted so that they are never shorter. */
export const blockDays = 184;

/** The most bytes that blocks and silences may have, written as JSON; beyond, the whole purpose is blocked. */
export const blockBytesAtMost = 64 * 1024;

/** Instants by `<category>/<field>`. */
type ByField = Readonly<Record<string, string>>;

/** An open request, and what tells later whether its silence counts. */
interface OpenAsk {
  readonly request: string;
  readonly items: readonly NamedItem[];
  readonly lapsesAt: string;
  /** The gate of the individual and the epoch of the tenant when it was made. */
  readonly gate: number;
  readonly epoch: number;
}

/** What an organisation has asked an individual for one purpose, and what it may not ask again. */
export interface Asking {
  /** The newest request; it may have been decided or cancelled since, or have lapsed. */
  readonly open?: OpenAsk | undefined;
  /** Until when each field may not be asked for again. */
  readonly blocks: ByField;
  /** Until when nothing may be asked again. */
  readonly whole?: string | undefined;
  /** When each field was met with silence once; a second silence counts as a refusal. */
  readonly silences: ByField;
}

/** Nothing was asked, and nothing is blocked. */
export const nothingAsked: Asking = { blocks: {}, silences: {} };

/** How the newest request ended, when it got no answer: a refusal by its provisional mark, or silence. */
export type Unanswered = 'refusal' | 'silence';

const fieldsOf = (items: readonly NamedItem[]) =>
  items.flatMap(({ category, fields }) => fields.map((field) => `${category}/${field}`));

/** When a block that begins at an instant ends. */
export const blockEnd = (from: string) =>
  new Date(Date.parse(from) + blockDays * 24 * 3600 * 1000).toISOString();

/** Whether any of these items may not be asked for at `now`. */
export function isBlocked({ blocks, whole }: Asking, items: readonly NamedItem[], now: string): boolean {
  const holds = (until: string | undefined) => until !== undefined && !isPast(until, now);
  return holds(whole) || fieldsOf(items).some((field) => holds(blocks[field]));
}

/** Blocks items for six months from an instant on; a block that lasts longer stays. */
export function blocking(asking: Asking, items: readonly NamedItem[], from: string): Asking {
  const until = blockEnd(from);
  const added = fieldsOf(items).map((field) => [field, later(asking.blocks[field], until)]);
  return { ...asking, blocks: { ...asking.blocks, ...Object.fromEntries(added) } };
}

/** Blocks the whole purpose for six months from an instant on. */
export function blockingAll(asking: Asking, from: string): Asking {
  return { ...asking, whole: later(asking.whole, blockEnd(from)) };
}

const later = (a: string | undefined, b: string) => (a === undefined || a < b ? b : a);

/**
 * The same without its newest request, which got no answer: silence counts for each of its fields, and the second
 * silence on a field is a refusal.
 * @param unanswered undefined when it was answered, or when its silence does not count.
 * @param at when it ended.
 */
export function settled(asking: Asking, unanswered: Unanswered | undefined, at: string): Asking {
  const { open, ...rest } = asking;
  if (!open || !unanswered) return rest;
  if (unanswered === 'refusal') return blocking(rest, open.items, at);
  const stillCounts = (since: string | undefined) => since !== undefined && !isPast(blockEnd(since), at);
  const twice = open.items.map(({ category, fields }) => ({
    category,
    fields: fields.filter((field) => stillCounts(rest.silences[`${category}/${field}`])),
  }));
  const once = Object.fromEntries(fieldsOf(open.items).map((field) => [field, at]));
  return blocking({ ...rest, silences: { ...rest.silences, ...once } }, twice, at);
}

/**
 * The same as it is stored: without what is over, and bounded. What would pass 64 KiB becomes a block of the whole
 * purpose, so that no refusal and no withdrawal ever fails because of earlier ones.
 */
export function compact({ open, blocks, whole, silences }: Asking, now: string): Asking {
  const kept: Asking = {
    ...(open && { open }),
    ...(whole !== undefined && !isPast(whole, now) && { whole }),
    blocks: having(blocks, (until) => !isPast(until, now)),
    silences: having(silences, (since) => !isPast(blockEnd(since), now)),
  };
  const size = Buffer.byteLength(JSON.stringify([kept.blocks, kept.silences]));
  return size <= blockBytesAtMost ? kept : { ...blockingAll(kept, now), blocks: {}, silences: {} };
}

const having = (instants: ByField, holds: (instant: string) => boolean): ByField =>
  Object.fromEntries(Object.entries(instants).filter(([, instant]) => holds(instant)));
