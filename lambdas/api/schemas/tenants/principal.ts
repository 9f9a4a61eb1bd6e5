import * as z from 'zod/mini';
import { line } from '../../../domain/values.ts';

/** Whom a member's tokens name. */
export const principal = z.strictObject({
  /** Issuer of the member's tokens; the deployment's own unless said. */
  issuer: z.optional(z.url().check(z.maxLength(300))),
  subject: line(200),
});
