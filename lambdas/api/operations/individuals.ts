import * as z from 'zod/mini';
import { requestStates } from '../../domain/consents/consent.ts';
import { signedStatement } from '../../domain/evidence/statement.ts';
import { consentId, disclosureId, requestId } from '../../domain/identifiers.ts';
import { decision, item } from '../../domain/requests/request.ts';
import { instant, language, version } from '../../domain/values.ts';
import { listOf } from '../answers.ts';
import { operations } from '../operation.ts';
import { page } from '../parameters.ts';
import { myConsent, shown, shownRecord } from './individuals-answers.ts';
import { sessionOperations } from './sessions.ts';

const text = z.string();
const inLanguage = z.strictObject({ language: z._default(language, 'de') });

export const individualsOperations = operations([
  ...sessionOperations,
  {
    name: 'arrival.read',
    method: 'GET',
    path: '/v1/individual/arrival',
    zone: 'individuals',
    summary: 'That someone asks: no name, no data',
    who: ['link'],
    status: 200,
    answer: z.object({
      /** Absent, with state `nothing`, when the link is about no request: it lets its owner see what is theirs. */
      requestId: z.optional(requestId),
      state: z.enum([...requestStates, 'declined', 'not-for-me', 'nothing']),
      language,
      helpPhone: text,
      reference: text,
    }),
  },
  {
    name: 'request.decline',
    method: 'POST',
    path: '/v1/individual/requests/{request}/decline',
    zone: 'individuals',
    summary: 'No, provisionally: it can be changed until confirmed or lapsed',
    who: ['link'],
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ state: z.literal('declined') }),
    problems: ['conflict'],
  },
  {
    name: 'request.not-for-me',
    method: 'POST',
    path: '/v1/individual/requests/{request}/not-for-me',
    zone: 'individuals',
    summary: 'This message was not meant for me, provisionally',
    who: ['link'],
    body: z.strictObject({}),
    status: 200,
    answer: z.object({ state: z.literal('not-for-me') }),
    problems: ['conflict'],
  },
  {
    name: 'request.show',
    method: 'GET',
    path: '/v1/individual/requests/{request}',
    zone: 'individuals',
    summary: 'The ask and its notice, in one language, with the hash of what is shown',
    who: ['confirmed'],
    query: inLanguage,
    status: 200,
    answer: z.object({
      id: requestId,
      state: z.enum(requestStates),
      /** How long the individual may take to answer. */
      lapsesAt: instant,
      shown,
      shownHash: text,
      version,
    }),
  },
  {
    name: 'request.preview',
    method: 'POST',
    path: '/v1/individual/requests/{request}/preview',
    zone: 'individuals',
    summary: 'The very values that would be released now',
    who: ['confirmed'],
    body: z.strictObject({ language, items: z.optional(z.array(item)), cursor: page.cursor }),
    status: 200,
    /** `next` is there when the records are more than one answer can hold. */
    answer: z.object({ records: z.array(shownRecord), next: z.optional(text) }),
    problems: ['conflict'],
  },
  {
    name: 'request.decide',
    method: 'POST',
    path: '/v1/individual/requests/{request}/decision',
    zone: 'individuals',
    summary: 'Grant all or less, or refuse',
    who: ['confirmed'],
    body: decision,
    status: 200,
    answer: z.object({
      id: requestId,
      state: z.enum(requestStates),
      consentId: z.optional(consentId),
      audit: z.object({ entry: text, leaf: text }),
    }),
    problems: ['conflict', 'link-used'],
  },
  {
    name: 'request.receipt',
    method: 'GET',
    path: '/v1/individual/requests/{request}/receipt',
    zone: 'individuals',
    summary: 'The signed receipt of a No; a grant has the receipt of its consent',
    who: ['confirmed'],
    status: 200,
    answer: signedStatement,
  },
  {
    name: 'my-consent.list',
    method: 'GET',
    path: '/v1/individual/consents',
    zone: 'individuals',
    summary: 'My permissions, live ones first',
    who: ['confirmed', 'standing'],
    query: inLanguage,
    status: 200,
    answer: z.object({ items: z.array(myConsent) }),
  },
  {
    name: 'my-consent.read',
    method: 'GET',
    path: '/v1/individual/consents/{consent}',
    zone: 'individuals',
    summary: 'One of my permissions',
    who: ['confirmed', 'standing'],
    query: inLanguage,
    status: 200,
    answer: myConsent,
  },
  {
    name: 'my-consent.receipt',
    method: 'GET',
    path: '/v1/individual/consents/{consent}/receipt',
    zone: 'individuals',
    summary: 'The signed receipt of the newest event of a permission',
    who: ['confirmed'],
    status: 200,
    answer: signedStatement,
  },
  {
    name: 'my-consent.withdraw',
    method: 'POST',
    path: '/v1/individual/consents/{consent}/withdrawal',
    zone: 'individuals',
    summary: 'Withdraw: no disclosure that starts after the answer succeeds',
    who: ['confirmed', 'standing'],
    body: z.strictObject({ tellReason: z.optional(z.boolean()) }),
    status: 200,
    answer: z.object({
      id: consentId,
      state: z.literal('withdrawn'),
      version,
      audit: z.object({ entry: text, leaf: text }),
    }),
    problems: ['conflict'],
  },
  {
    name: 'my-disclosure.list',
    method: 'GET',
    path: '/v1/individual/disclosures',
    zone: 'individuals',
    summary: 'Who looked, newest first; refusals included',
    who: ['confirmed'],
    query: z.strictObject({ ...page, language: z._default(language, 'de') }),
    status: 200,
    answer: listOf(
      z.object({
        id: disclosureId,
        at: instant,
        organisation: text,
        /** Staff as a stable code. */
        staff: text,
        purpose: text,
        outcome: z.enum(['released', 'refused']),
        /** Why nothing was released, in plain words. */
        reason: z.optional(text),
        items: z.array(z.object({ label: text, fields: z.array(text) })),
      }),
    ),
  },
  {
    name: 'my-data.read',
    method: 'GET',
    path: '/v1/individual/data',
    zone: 'individuals',
    summary: 'My data, to read or to take away',
    who: ['confirmed'],
    query: z.strictObject({ cursor: page.cursor, language: z._default(language, 'de') }),
    status: 200,
    /** `next` is there when the records are more than one answer can hold. */
    answer: z.object({ records: z.array(shownRecord), next: z.optional(text) }),
  },
]);
