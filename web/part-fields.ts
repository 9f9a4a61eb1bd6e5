import { serverNow } from './api.ts';
import { type Draft, localDay, mostReads, type Shown, shorterEnds } from './decision.ts';
import { type Child, el, fold, paragraph } from './dom.ts';
import { choice, group, place, tickBox, typed } from './fields.ts';
import { periodSentence, receiver } from './sentences.ts';
import type { Words } from './texts.ts';

/** One category: a tick for all of it, one for each field, and the explicit statement where it needs one. */
export function itemFields({ t }: Words, draft: Draft, item: Shown['items'][number]): HTMLElement {
  const { category, label, explicitStatement } = item;
  const ticked = draft.fields.get(category) ?? new Set();
  draft.fields.set(category, ticked);
  const boxes = item.fields.map(({ code, label: name }) =>
    tickBox(`field-${category}-${code}`, name, ticked.has(code), (on) => {
      if (on) ticked.add(code);
      else ticked.delete(code);
      align();
    }),
  );
  const all = tickBox(
    `all-${category}`,
    t('part.all', { label }),
    false,
    (on) => {
      for (const { code } of item.fields)
        if (on) ticked.add(code);
        else ticked.delete(code);
      for (const box of boxes) for (const input of box.querySelectorAll('input')) input.checked = on;
    },
    'tick strong',
  );
  const align = () => {
    for (const input of all.querySelectorAll('input')) {
      input.checked = ticked.size === item.fields.length;
      input.indeterminate = ticked.size > 0 && !input.checked;
    }
  };
  align();
  return group(
    `item-${category}`,
    label,
    paragraph(item.plain),
    all,
    el('div', { class: 'indent' }, boxes),
    explicitStatement !== undefined && explicitBox(draft, category, explicitStatement),
  );
}

/** The explicit statement of a special category, ticked by hand (Art. 9(2)(a) GDPR). */
export function explicitBox(draft: Draft, category: string, statement: string): HTMLElement {
  return place(
    `explicit-${category}`,
    tickBox(
      `explicit-${category}`,
      statement,
      draft.explicit.has(category),
      (on) => {
        if (on) draft.explicit.add(category);
        else draft.explicit.delete(category);
      },
      'tick explicit',
    ),
  );
}

/** Who may receive, where more than one is asked for. */
export function receiverFields(words: Words, draft: Draft, shown: Shown): HTMLElement {
  return group(
    'receivers',
    words.t('part.receivers'),
    shown.recipients.map((one) => {
      const { organisation } = one;
      return tickBox(`receiver-${organisation}`, receiver(one), draft.recipients.has(organisation), (on) => {
        if (on) draft.recipients.add(organisation);
        else draft.recipients.delete(organisation);
      });
    }),
  );
}

/** Until when: shorter ends first, what was asked last, none chosen. */
export function endFields(words: Words, draft: Draft, shown: Shown): HTMLElement {
  const { t } = words;
  const option = (end: NonNullable<Draft['end']>, label: string) =>
    choice('end', end, label, draft.end === end, () => {
      draft.end = end;
    });
  const now = serverNow();
  const day = typed(
    'day',
    t('part.end.dayLabel'),
    { type: 'date', min: localDay(new Date(now)), max: localDay(new Date(shown.until)) },
    draft.day,
    (text) => {
      draft.day = text;
      select(end, 'end-day');
      draft.end = 'day';
    },
  );
  const end = group(
    'end',
    t('part.end'),
    shorterEnds(shown, now).map(({ end: name, until }) =>
      option(name, t(`part.end.${name}`, { date: words.date(until) })),
    ),
    option('day', t('part.end.day')),
    el('div', { class: 'indent' }, place('day', day)),
    option('asked', t('part.end.asked', { date: words.date(shown.until) })),
  );
  return end;
}

/** How often: fewer first, what was asked last, none chosen. */
export function readFields(words: Words, draft: Draft, shown: Shown): HTMLElement {
  const { t } = words;
  const most = mostReads(shown.reads);
  const option = (reads: NonNullable<Draft['reads']>, label: string): Child =>
    choice('reads', reads, label, draft.reads === reads, () => {
      draft.reads = reads;
    });
  const times = typed(
    'times',
    t('part.reads.timesLabel', { most: String(most) }),
    { type: 'text', inputmode: 'numeric', class: 'short' },
    draft.times,
    (text) => {
      draft.times = text;
      select(reads, 'reads-times');
      draft.reads = 'times';
    },
  );
  const reads = group(
    'reads',
    t('part.reads'),
    option('once', t('part.reads.once')),
    option('times', t('part.reads.times')),
    el('div', { class: 'indent' }, place('times', times)),
    option('asked', t('part.reads.asked', { reads: words.reads(shown.reads) })),
  );
  return reads;
}

/** From which time the data may come, if it is to be less than was asked. */
export function periodFields(words: Words, draft: Draft, shown: Shown): HTMLElement {
  const { t } = words;
  const limits = { type: 'date', min: shown.period?.from, max: shown.period?.to };
  return fold(
    t('part.period'),
    place(
      'period',
      paragraph(t('part.periodHint', { period: periodSentence(words, shown.period) }), 'small'),
      typed('from', t('part.from'), limits, draft.from, (text) => {
        draft.from = text;
      }),
      typed('to', t('part.to'), limits, draft.to, (text) => {
        draft.to = text;
      }),
    ),
  );
}

/** Typing a value chooses the option that it belongs to. */
function select(within: HTMLElement, id: string): void {
  for (const input of within.querySelectorAll<HTMLInputElement>(`#${id}`)) input.checked = true;
}
