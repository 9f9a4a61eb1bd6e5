import { disclosuresOperations } from '../api/operations/disclosures.ts';
import { serve } from '../http/serve.ts';
import { disclosureCreate } from '../operations/disclosure/disclosure-create.ts';
import { disclosurePreview } from '../operations/disclosure/disclosure-preview.ts';
import { disclosureReceipt } from '../operations/disclosure/disclosure-receipt.ts';
import { now } from '../platform/runtime/clock.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';

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
