import { now } from '../adapters/clock.ts';
import { membership } from '../adapters/membership.ts';
import { recordRefusal } from '../adapters/refusal.ts';
import { disclosuresOperations } from '../contract/operations/disclosures.ts';
import { serve } from '../http/serve.ts';
import { disclosureCreate } from './disclosure-create.ts';
import { disclosurePreview } from './disclosure-preview.ts';
import { disclosureReceipt } from './disclosure-receipt.ts';

/** The consent-gated read: the only place where data leaves for a requester. */
export const handler = serve(
  disclosuresOperations,
  {
    'disclosure.preview': disclosurePreview,
    'disclosure.create': disclosureCreate,
    'disclosure.receipt': disclosureReceipt,
  },
  { now, membership, recordRefusal },
);
