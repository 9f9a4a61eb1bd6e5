import { now } from '../adapters/clock.ts';
import { membership } from '../adapters/membership.ts';
import { recordRefusal } from '../adapters/refusal.ts';
import { recordsOperations } from '../contract/operations/records.ts';
import { serve } from '../http/serve.ts';
import { individualCreate } from './individual-create.ts';
import { individualRead } from './individual-read.ts';
import { individualSearch } from './individual-search.ts';
import { individualUpdate } from './individual-update.ts';
import { recordBatch } from './record-batch.ts';
import { recordPut } from './record-put.ts';

/** What providers write: individuals and their records. No value that was stored ever comes back. */
export const handler = serve(
  recordsOperations,
  {
    'individual.create': individualCreate,
    'individual.read': individualRead,
    'individual.update': individualUpdate,
    'individual.search': individualSearch,
    'record.put': recordPut,
    'record.batch': recordBatch,
  },
  { now, membership, recordRefusal },
);
