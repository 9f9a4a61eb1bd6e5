import type { MailRow } from '../../model/rows.ts';
import type { HeldIndividual } from '../../stores/people/individuals.ts';
import type { Occasion } from './due-mail.ts';

/** A mail that is due to an individual, as their rows say now. */
export interface Recipient {
  readonly mail: MailRow & { readonly individual: string };
  readonly held: HeldIndividual<'contact'>;
  readonly occasion: Occasion;
  /** Also stands on the page. */
  readonly reference: string;
}
