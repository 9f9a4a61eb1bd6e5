import type { Addressee, IndividualMail } from '../../stores/mail/addresses.ts';
import type { Occasion } from './prepared.ts';

/** A mail that is due to an individual, with their rows as just read. */
export interface Recipient {
  readonly mail: IndividualMail;
  readonly keyed: Addressee['keyed'];
  readonly occasion: Occasion;
  /** The page shows the same reference. */
  readonly reference: string;
}
