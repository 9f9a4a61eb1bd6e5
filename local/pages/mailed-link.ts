import type { Mail } from './inbox.ts';

/** A link to the page as a mail has it; its token follows the `#`. */
export const mailedLink = /https?:\/\/\S+\/#([\w-]{64})/;

/** Whether a mail leads to the page. */
export const hasLink = ({ text }: Pick<Mail, 'text'>): boolean => mailedLink.test(text);

/** How all links of a tenant begin after the `#`: with the bits of its id. */
export const linkHead = (tenant: string): string =>
  Buffer.from(tenant.slice(4), 'hex').toString('base64url').slice(0, 21);
