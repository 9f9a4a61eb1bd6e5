import * as z from 'zod/mini';
import { date } from '../values.ts';

/** On which ground of the GDPR (Art. 17(1), (3)) an organisation keeps what it was asked to delete. */
export const keepingGrounds = [
  /** Still needed for what it was given for, on another ground than the consent. */
  'still-needed',
  'free-expression',
  'legal-obligation',
  'public-health',
  'archiving-or-research',
  'legal-claims',
] as const;

/**
 * What an organisation answers that was asked to delete: it has deleted, it has nothing, or it keeps and says on which
 * ground and until which day. There is no free text: nothing that names somebody can stand in it.
 */
export const deletionAnswer = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('deleted') }),
  z.strictObject({ answer: z.literal('nothing-held') }),
  z.strictObject({ answer: z.literal('kept'), ground: z.enum(keepingGrounds), keptUntil: z.optional(date) }),
]);
export type DeletionAnswer = z.output<typeof deletionAnswer>;

/** An answer, and when it was given last. */
export type AnsweredDeletion = DeletionAnswer & { readonly at: string };
