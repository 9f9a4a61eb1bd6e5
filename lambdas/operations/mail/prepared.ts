import type { Tenant } from '../../domain/members/authority.ts';
import type { Language } from '../../domain/values.ts';
import type { AdminAddressed } from '../../stores/mail/addresses.ts';
import type { WrittenBefore } from '../../stores/outbox/sending.ts';
import type { Letter } from './letter.ts';

/** A mail that is ready to be sent, and the writes that have to precede it: they store its link or code. */
export interface Prepared {
  /** The name that it is sent under. */
  readonly sender: string;
  readonly to: string;
  readonly language: Language;
  /** The version of the address that it goes to, unless that is a former one. */
  readonly addressVersion?: number | undefined;
  readonly letter: Letter;
  readonly writes: WrittenBefore;
  /** When the same request is reminded of by itself. */
  readonly remindsAt?: string | undefined;
}

/**
 * What is to be done with a due mail: send it; make one mail of it for each of several members; drop it because it is
 * not needed any more; or wait until an instant.
 */
export type Preparation =
  | { readonly kind: 'send'; readonly mail: Prepared }
  | { readonly kind: 'spread'; readonly members: readonly AdminAddressed[] }
  | { readonly kind: 'drop'; readonly writes?: WrittenBefore }
  | { readonly kind: 'wait'; readonly until: string };

/** What every mail is prepared with: the tenant as just read, and the present instant. */
export interface Occasion {
  readonly tenant: Tenant;
  readonly kmsKey: string;
  readonly at: string;
}

export const drop: Preparation = { kind: 'drop' };
