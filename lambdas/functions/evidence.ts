import { evidenceOperations } from '../api/operations/evidence.ts';
import { serve } from '../http/serve.ts';
import { attestationAnswers } from '../operations/deletions/attestation-answers.ts';
import { attestationRead } from '../operations/evidence/attestation-read.ts';
import { auditList } from '../operations/evidence/audit-list.ts';
import { now } from '../platform/runtime/clock.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';

/** The audit log and attestations; no personal data. */
export const handler = serve(
  evidenceOperations,
  {
    'attestation.read': attestationRead,
    'attestation.answers': attestationAnswers,
    'audit.list': auditList,
  },
  { now, membership, recordRefusal },
);
