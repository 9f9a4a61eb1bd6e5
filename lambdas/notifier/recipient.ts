import type { HeldIndividual } from '../adapters/individual-row.ts';
import type { MailRow } from '../adapters/rows.ts';
import type { Occasion } from './due-mail.ts';

/** A mail that is due to an individual, as their rows say now. */
export interface Recipient {
  readonly mail: MailRow & { readonly individual: string };
  readonly held: HeldIndividual<'contact'>;
  readonly occasion: Occasion;
  /** Also stands on the page. */
  readonly reference: string;
}
