import * as z from 'zod/mini';
import { recordId } from '../../../domain/identifiers.ts';
import { batch, record } from '../../../domain/records/record.ts';
import { version } from '../../../domain/values.ts';
import { written } from '../../answers.ts';
import type { Schemas } from '../../operation.ts';

/** The records that a provider stores. */
export const recordSchemas = {
  'record.put': {
    summary: 'Store or replace one record',
    body: record,
    bodyLimit: 64 * 1024,
    status: 200,
    answer: written,
    versioned: true,
    problems: ['tenant-not-open', 'conflict'],
  },
  'record.batch': {
    summary: 'Store up to 25 records of one individual, together or not at all',
    body: batch,
    bodyLimit: 1024 * 1024,
    idempotent: true,
    status: 201,
    answer: z.object({ items: z.array(z.object({ id: recordId, version })) }),
    problems: ['tenant-not-open', 'conflict', 'idempotency-mismatch'],
  },
} as const satisfies Schemas;
