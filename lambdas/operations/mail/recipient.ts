import type { Addressee, IndividualMail } from '../../stores/mail/addresses.ts';
import type { Occasion } from './prepared.ts';

/** A mail that is due to an individual, as their rows say now. */
export interface Recipient {
  readonly mail: IndividualMail;
  readonly keyed: Addressee['keyed'];
  readonly occasion: Occasion;
  /** Also stands on the page. */
  readonly reference: string;
}
