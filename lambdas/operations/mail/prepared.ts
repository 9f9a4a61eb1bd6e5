import type { Tenant } from '../../domain/members/authority.ts';
import type { Language } from '../../domain/values.ts';
import type { WrittenBefore } from '../../stores/outbox/sending.ts';
import type { Letter } from './letter.ts';

/** A mail that is ready to go, with what has to be true before it does: its link or code is stored. */
export interface Prepared {
  readonly to: string;
  readonly language: Language;
  readonly letter: Letter;
  readonly writes: WrittenBefore;
}

/**
 * What becomes of a due mail: it is sent, to one or several; nobody needs it any more; or it has to wait until an
 * instant.
 */
export type Preparation =
  | { readonly kind: 'send'; readonly mails: readonly Prepared[] }
  | { readonly kind: 'drop' }
  | { readonly kind: 'wait'; readonly until: string };

/** What every preparation knows: the tenant as read now, and now. */
export interface Occasion {
  readonly tenant: Tenant;
  readonly kmsKey: string;
  readonly at: string;
}

export const drop: Preparation = { kind: 'drop' };
