import { now } from '../adapters/clock.ts';
import { membership } from '../adapters/membership.ts';
import { recordRefusal } from '../adapters/refusal.ts';
import { evidenceOperations } from '../contract/operations/evidence.ts';
import { serve } from '../http/serve.ts';
import { attestationRead } from './attestation-read.ts';
import { auditList } from './audit-list.ts';

/** The record itself: audit entries and attestations; no personal data. */
export const handler = serve(
  evidenceOperations,
  { 'attestation.read': attestationRead, 'audit.list': auditList },
  { now, membership, recordRefusal },
);
