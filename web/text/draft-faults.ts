import type { App, ConsentRequest, FieldFault } from '../app.ts';
import { type DraftFault, mostReads } from '../session/decision.ts';

/** What is wrong with a draft, in words; they follow the request into another language. */
export function draftFaults(
  { visit }: App,
  request: ConsentRequest,
  faults: readonly DraftFault[],
): FieldFault[] {
  return faults.map(({ field, key, category }) => ({
    field,
    text: ({ t, lastDay }) => {
      const { shown } = visit.request ?? request;
      return t(key, {
        label: shown.items.find((item) => item.category === category)?.label ?? '',
        date: lastDay(shown.until),
        most: String(mostReads(shown.reads)),
      });
    },
  }));
}
