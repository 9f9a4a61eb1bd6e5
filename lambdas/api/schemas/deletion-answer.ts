import * as z from 'zod/mini';
import { keepingGrounds } from '../../domain/deletions/deletion.ts';
import { date, instant } from '../../domain/values.ts';

/** What an organisation answered that was asked to delete; nothing while it has not. */
export const answerShown = {
  answer: z.optional(z.enum(['deleted', 'nothing-held', 'kept'])),
  /** On which ground of the GDPR (Art. 17(1), (3)) it is kept, and until which day. */
  ground: z.optional(z.enum(keepingGrounds)),
  keptUntil: z.optional(date),
  answeredAt: z.optional(instant),
};
