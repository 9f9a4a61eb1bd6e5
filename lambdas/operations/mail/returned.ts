import type { MailReturn } from '../../domain/requests/returned.ts';
import { count } from '../../platform/observability/log.ts';
import { noteReturned } from '../../stores/mail/returned-mail.ts';

/** What the mail service says of a mail that it took: what happened, and the ids that the mail was sent with. */
export interface MailEvent {
  readonly returned: keyof typeof meanings;
  readonly tags: {
    readonly tenant: string;
    readonly individual?: string | undefined;
    readonly request?: string | undefined;
    readonly address?: string | undefined;
  };
}

/** The events of SES that say that a mail did not do its work. */
export const meanings = {
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'refused',
} as const satisfies Record<string, MailReturn>;

/** Takes note of a mail that came back. One to members is counted only. */
export async function takeBack({ returned, tags }: MailEvent, at: string): Promise<string> {
  count('MailReturned');
  const { tenant, individual, request, address } = tags;
  if (individual === undefined) return 'counted';
  const addressVersion = address === undefined ? undefined : Number(address);
  return noteReturned({ tenant, individual, request, addressVersion, why: meanings[returned] }, at);
}
