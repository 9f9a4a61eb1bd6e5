import type { ResultOf } from '../../../lambdas/api/client.ts';
import type { Person } from '../people.ts';
import { OffScript, type Stage } from '../stage.ts';
import type { Practice } from './practice.ts';

/** What a read of Labor Süd requests: every field of an individual's laboratory results. */
const wanted = (individualId: string) => ({
  individualId,
  purpose: 'MedicalHealth' as const,
  categories: ['health.lab'],
});

/** An id of the right form that no individual has. */
export const nobody = `ind_${'f'.repeat(32)}`;

/**
 * A read without a live consent: it is refused, and no value of the individual is in the answer. Before the first
 * consent the answer equals that for an individual who does not exist, byte for byte except for the id of the call.
 */
export async function readRefused(
  stage: Stage,
  { tenant }: Practice,
  individual: string,
  person: Person,
  neverAsked: boolean,
): Promise<void> {
  const path = { tenant };
  const answer = await stage.refuses(
    'requester',
    'disclosure.create',
    { path, body: wanted(individual) },
    'consent-required',
  );
  const leaked = secretsOf(person).find((secret) => answer.includes(secret));
  if (leaked !== undefined) throw new OffScript('the refusal holds a value of the person');
  if (!neverAsked) return;
  const absent = await stage.refuses(
    'requester',
    'disclosure.create',
    { path, body: wanted(nobody) },
    'consent-required',
  );
  const same = (text: string) => text.replace(/"instance":"[^"]*"/, '');
  if (same(answer) !== same(absent)) throw new OffScript('a refusal tells whether the person exists');
  stage.say('somebody who does not exist gets the same answer, byte for byte');
}

/** A read under a consent: it releases exactly the fields consented to. */
export async function readReleased(
  stage: Stage,
  { tenant }: Practice,
  individual: string,
): Promise<ResultOf<'disclosure.create'>> {
  const release = await stage.does('requester', 'disclosure.create', {
    path: { tenant },
    body: wanted(individual),
  });
  for (const { fields } of release.records) stage.say(`  ${Object.values(fields).join(' · ')}`);
  for (const { category, fields, reason } of release.withheld)
    stage.say(`  withheld of ${category}: ${fields.join(', ')} (${reason})`);
  return release;
}

/** All values of an individual that must never stand in the clear in a refusal, a log or a table. */
export function secretsOf({ contact, records, reference }: Person): string[] {
  const values = records.flatMap(({ fields }) => Object.values(fields).map(String));
  return [contact.email, contact.name, contact.phone, reference, ...values].filter((text) => text.length > 5);
}
