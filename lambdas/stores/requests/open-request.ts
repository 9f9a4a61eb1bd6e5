import type { Category } from '../../domain/catalogue/category.ts';
import { individualOf } from '../../domain/identifiers.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Language } from '../../domain/values.ts';
import { type Shown, shownOf, type ToShow } from '../../domain/wording/shown.ts';
import type { Key } from '../../model/key-registry.ts';
import { type IndividualUse, vaultKey } from '../../model/key-registry.ts';
import type { Sealer } from '../../model/row.ts';
import { as, type RequestContent, type RequestRow } from '../../model/rows.ts';
import type { Row, Wanted } from '../../platform/dynamodb/reads.ts';
import { categories, noticeVersion, organisations, type PublishedNotice } from '../catalogue/catalogue.ts';
import { caseSealer } from '../keys/open-case.ts';
import { type Person, personOf } from '../people/person.ts';

/** A request of the individual, opened. */
export interface OpenAsk<U extends IndividualUse> {
  readonly person: Person<U>;
  /** Of their use `case`. */
  readonly sealer: Sealer;
  readonly key: Key;
  readonly row: RequestRow;
  readonly content: RequestContent;
  /** What was read beside it. */
  readonly rows: readonly (Row | undefined)[];
}

/**
 * Reads a request of the session's individual.
 * @throws Problem `not-found` for one of anybody else, as for one that never was
 */
export async function openAsk<const U extends IndividualUse>(
  session: SessionAuthority,
  request: string,
  at: string,
  uses: readonly (U | 'case')[],
  beside: readonly Wanted[] = [],
): Promise<OpenAsk<U | 'case'>> {
  const { tenant, individual } = session;
  if (individualOf(request) !== individual) throw new Problem('not-found');
  const key = vaultKey.request(tenant.id, individual, request);
  const { person, rows } = await personOf(session, at, uses, [{ table: 'vault', key }, ...beside]);
  const [found, ...rest] = rows;
  if (!found) throw new Problem('not-found');
  const row = as<RequestRow>(found);
  const sealer = await caseSealer(person.kmsKey, person.held.keys);
  const content = sealer.open<RequestContent>('request', row.id, 1, row.sealed).release();
  return { person, sealer, key, row, content, rows: rest };
}

/** Everything that is told with a request: its notice, who is named in it, and what is asked for. */
export interface AskTerms {
  readonly published: PublishedNotice;
  readonly categories: Readonly<Record<string, Category>>;
  shown(language: Language): Shown;
}

/** Reads the notice version, organisations and categories of a request. */
export async function termsOf({ person, row, content }: OpenAsk<'case'>): Promise<AskTerms> {
  const { id: tenant, timeZone } = person.tenant;
  const [notice, known] = await Promise.all([
    noticeVersion(tenant, content.notice.id, content.notice.version),
    categories(
      tenant,
      content.items.map(({ category }) => category),
    ),
  ]);
  if (!notice) throw new Problem('unavailable');
  const { published } = notice;
  const named = [row.organisation, ...content.recipients, ...published.content.controllers];
  const toShow: ToShow = {
    organisation: row.organisation,
    content,
    notice: published.content,
    organisations: await organisations(tenant, [...new Set(named)]),
    categories: known,
    timeZone,
  };
  return { published, categories: known, shown: (language) => shownOf(toShow, language) };
}
