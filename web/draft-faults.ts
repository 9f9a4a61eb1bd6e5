import type { FormFault } from './app.ts';
import { type DraftFault, mostReads, type Shown } from './decision.ts';
import type { Words } from './texts.ts';

/** What is wrong with a draft, in words. */
export function draftFaults(words: Words, shown: Shown, faults: readonly DraftFault[]): FormFault[] {
  return faults.map(({ field, key, category }) => ({
    field,
    text: words.t(key, {
      label: shown.items.find((item) => item.category === category)?.label ?? '',
      date: words.date(shown.until),
      most: String(mostReads(shown.reads)),
    }),
  }));
}
