/** What the individual has chosen so far. It begins empty: nothing is preselected. It is replaced, never changed. */
export interface Draft {
  readonly request: string;
  readonly choice?: 'refuse' | 'part' | 'all';
  /** Ticked fields, by category. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** Categories whose explicit statement is ticked. */
  readonly explicit: ReadonlySet<string>;
  readonly recipients: ReadonlySet<string>;
  readonly end?: 'week' | 'month' | 'day' | 'asked';
  readonly day: string;
  readonly reads?: 'once' | 'times' | 'asked';
  readonly times: string;
  readonly from: string;
  readonly to: string;
  /** The organisation may learn the reason of a refusal. */
  readonly discloseReason: boolean;
}

export const emptyDraft = (request: string): Draft => ({
  request,
  fields: new Map(),
  explicit: new Set(),
  recipients: new Set(),
  day: '',
  times: '',
  from: '',
  to: '',
  discloseReason: false,
});

/** The set with a value, or without it. */
export function ticked(set: ReadonlySet<string>, value: string, on: boolean): ReadonlySet<string> {
  const others = [...set].filter((one) => one !== value);
  return new Set(on ? [...others, value] : others);
}

/** The fields of a category that are ticked. */
export const tickedFields = ({ fields }: Draft, category: string): ReadonlySet<string> =>
  fields.get(category) ?? new Set();

/** The draft with just these fields of a category ticked. */
export const withFields = (draft: Draft, category: string, fields: ReadonlySet<string>): Draft => ({
  ...draft,
  fields: new Map(draft.fields).set(category, fields),
});

/** Keeps a draft in this tab and nowhere else, so that a reload costs nothing that was chosen. */
export function keepDraft(draft: Draft): void {
  const listed = (_: string, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value;
  sessionStorage.setItem('draft', JSON.stringify(draft, listed));
}

/** The draft of a request that this tab has kept; else an empty one. */
export function keptDraft(request: string): Draft {
  const kept = JSON.parse(sessionStorage.getItem('draft') ?? '{}');
  if (kept.request !== request) return emptyDraft(request);
  const fields = kept.fields.map(([category, codes]: [string, string[]]) => [category, new Set(codes)]);
  return {
    ...kept,
    fields: new Map(fields),
    explicit: new Set(kept.explicit),
    recipients: new Set(kept.recipients),
  };
}
