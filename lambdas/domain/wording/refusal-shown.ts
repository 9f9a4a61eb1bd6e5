import type { Category } from '../catalogue/category.ts';
import type { Notice } from '../catalogue/notice.ts';
import type { Organisation } from '../catalogue/organisation.ts';
import type { NamedItem } from '../requests/request.ts';
import type { Language } from '../values.ts';
import { renamed } from './consent-shown.ts';
import { inner } from './plain.ts';
import { labelOf } from './shown.ts';

/** A refusal in plain words, as its individual sees it. */
export interface RefusalShown {
  /** Of the request that was refused. */
  id: string;
  organisation: { name: string; nameNow?: string };
  purpose: string;
  /** Names of the categories that were requested. */
  data: string[];
  at: string;
  /** Until when the organisation may not request the same again. */
  blockedUntil: string;
  /** Whether this request itself was decided, behind the code; only then there is a receipt. */
  confirmed: boolean;
}

/** A refusal, and what it is told with. */
export interface RefusalToShow extends Pick<RefusalShown, 'id' | 'at' | 'blockedUntil' | 'confirmed'> {
  /** Code of the organisation, and of the purpose. */
  readonly organisation: string;
  readonly purpose: string;
  readonly items: readonly NamedItem[];
  /** The notice version that was shown. */
  readonly notice: Notice | undefined;
  /** The organisations and categories in the versions that the request is bound to. */
  readonly organisations: Readonly<Record<string, Organisation>>;
  readonly categories: Readonly<Record<string, Category>>;
  /** The organisations as they are now. */
  readonly present: Readonly<Record<string, Organisation>>;
}

/** A refusal in plain words. */
export function refusalShown(refusal: RefusalToShow, language: Language): RefusalShown {
  const { id, at, blockedUntil, confirmed, organisation, notice, organisations, categories } = refusal;
  return {
    id,
    organisation: {
      name: organisations[organisation]?.legalName ?? organisation,
      ...renamed(organisations[organisation], refusal.present[organisation]),
    },
    purpose: notice ? inner(notice.purpose.sentence, language) : refusal.purpose,
    data: refusal.items.map(({ category }) => labelOf(category, categories[category], language)),
    at,
    blockedUntil,
    confirmed,
  };
}
