import * as z from 'zod/mini';
import { version } from '../domain/values.ts';

/** The answer of every operation that creates or replaces something: its id and version. */
export const written = z.object({ id: z.string(), version });

/** A list: newest first, with the cursor of the next page if there is one. */
export const listOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), next: z.optional(z.string()) });
