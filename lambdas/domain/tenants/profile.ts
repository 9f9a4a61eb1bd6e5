import * as z from 'zod/mini';
import { line, web } from '../values.ts';

/**
 * How a tenant presents itself to individuals. All of it is in mails and on the page before the code is typed, where
 * others may see it: an address or a name that tells whose it is tells who keeps somebody's data.
 */
export const tenantProfile = z.strictObject({
  /** The name that mails come from; absent: the page's own. */
  sender: z.optional(line(40)),
  imprint: z.optional(web),
  /** The privacy notice of page and mails. */
  privacy: z.optional(web),
  accessibility: z.optional(web),
});
export type TenantProfile = z.output<typeof tenantProfile>;
