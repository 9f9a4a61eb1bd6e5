import { recordsOperations } from '../api/operations/records.ts';
import { serve } from '../http/serve.ts';
import { contactChangeConfirm } from '../operations/people/contact-change-confirm.ts';
import { individualCreate } from '../operations/people/individual-create.ts';
import { individualRead } from '../operations/people/individual-read.ts';
import { individualSearch } from '../operations/people/individual-search.ts';
import { individualUpdate } from '../operations/people/individual-update.ts';
import { myContactChange } from '../operations/people/my-contact-change.ts';
import { myContactConfirm } from '../operations/people/my-contact-confirm.ts';
import { recordBatch } from '../operations/records/record-batch.ts';
import { recordPut } from '../operations/records/record-put.ts';
import { erasureConfirm } from '../operations/rights/erasure-confirm.ts';
import { erasureRead } from '../operations/rights/erasure-read.ts';
import { erasureRequest } from '../operations/rights/erasure-request.ts';
import { erasureUndo } from '../operations/rights/erasure-undo.ts';
import { myErasureAsk } from '../operations/rights/my-erasure-ask.ts';
import { myErasureRead } from '../operations/rights/my-erasure-read.ts';
import { myErasureUndo } from '../operations/rights/my-erasure-undo.ts';
import { restrictionLift } from '../operations/rights/restriction-lift.ts';
import { restrictionSet } from '../operations/rights/restriction-set.ts';
import { now } from '../platform/runtime/clock.ts';
import { environment } from '../platform/runtime/environment.ts';
import { recordRefusal } from '../stores/audit/refusals.ts';
import { membership } from '../stores/members/membership.ts';
import { session } from '../stores/sessions/sessions.ts';

/**
 * What providers write, individuals and their records, and how individuals are reached, which they change themselves.
 * It never returns stored values.
 */
export const handler = serve(
  recordsOperations,
  {
    'individual.create': individualCreate,
    'individual.read': individualRead,
    'individual.update': individualUpdate,
    'contact-change.confirm': contactChangeConfirm,
    'individual.search': individualSearch,
    'restriction.set': restrictionSet,
    'restriction.lift': restrictionLift,
    'my-contact.change': myContactChange,
    'my-contact.confirm': myContactConfirm,
    'erasure.request': erasureRequest,
    'erasure.confirm': erasureConfirm,
    'erasure.read': erasureRead,
    'erasure.undo': erasureUndo,
    'my-erasure.read': myErasureRead,
    'my-erasure.ask': myErasureAsk,
    'my-erasure.undo': myErasureUndo,
    'record.put': recordPut,
    'record.batch': recordBatch,
  },
  { now, origin: () => new URL(environment('BASE_URL')).origin, membership, session, recordRefusal },
);
