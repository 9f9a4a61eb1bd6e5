/*
 * What a scenario is made of, whoever carries it: a practice that keeps data, a laboratory that asks for some of it,
 * individuals, and how they decide. `in-process.ts` sends these to functions in this process, `over-http.ts` to a
 * system that is deployed.
 */
import type { InputOf, ResultOf } from '../../../lambdas/api/client.ts';

export type ConsentRequest = InputOf<'request.create'>['body'];
export type Decision = InputOf<'request.decide'>['body'];
/** What the page shows of a consent request. */
export type Shown = Pick<ResultOf<'request.show'>, 'shown' | 'shownHash'>;

const days = 24 * 3600 * 1000;

/** A consent request for all laboratory results, read as often as wanted for 90 days; or what is said instead. */
export function consentRequest(
  individualId: string,
  { id, version }: { readonly id: string; readonly version: number },
  over: Partial<ConsentRequest> = {},
): ConsentRequest {
  return {
    individualId,
    notice: { id, version },
    items: [{ category: 'health.lab' }],
    reads: 'unlimited',
    until: new Date(Date.now() + 90 * days).toISOString(),
    ...over,
  };
}

/** The decision to grant all that is shown, but for the fields left out. */
export function grantOf({ shown, shownHash }: Shown, without: readonly string[] = []): Decision {
  return {
    choice: 'grant',
    items: shown.items.map(({ category, sensitivity, fields }) => ({
      category,
      fields: fields.map(({ code }) => code).filter((code) => !without.includes(code)),
      ...(sensitivity === 'special' && { explicit: true as const }),
    })),
    until: shown.until,
    reads: shown.reads,
    shownHash,
    language: 'de',
  };
}
