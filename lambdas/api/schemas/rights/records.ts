import * as z from 'zod/mini';
import { language } from '../../../domain/values.ts';
import type { Schemas } from '../../operation.ts';
import { page } from '../../parameters.ts';
import { shownRecord } from '../shown-record.ts';

const text = z.string();

/** The individual’s own records. */
export const myDataSchemas = {
  'my-data.read': {
    summary: 'My data, to read or to download',
    query: z.strictObject({ cursor: page.cursor, language: z.optional(language) }),
    status: 200,
    /** `next` is present when the records do not fit into one answer. */
    answer: z.object({ records: z.array(shownRecord), next: z.optional(text) }),
  },
} as const satisfies Schemas;
