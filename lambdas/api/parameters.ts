import * as z from 'zod/mini';
import {
  attestationId,
  code,
  consentId,
  disclosureId,
  individualId,
  memberId,
  noticeId,
  recordId,
  requestId,
  tenantId,
} from '../domain/identifiers.ts';

/** What each path variable must look like; anything else is an id that cannot exist, so the answer is 404. */
export const parameters = {
  tenant: tenantId,
  member: memberId,
  organisation: code,
  category: code,
  notice: noticeId,
  version: z.string().check(z.regex(/^[1-9][0-9]{0,5}$/)),
  individual: individualId,
  record: recordId,
  request: requestId,
  consent: consentId,
  disclosure: disclosureId,
  attestation: attestationId,
  file: z.string().check(z.regex(/^[a-z0-9-]{1,40}\.(?:css|js|json|svg)$/)),
} as const;

/** Query of every list: how many (at most 100) and where to go on. */
export const page = {
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 25),
  cursor: z.optional(z.string().check(z.maxLength(2048), z.regex(/^[A-Za-z0-9_-]+$/))),
};
