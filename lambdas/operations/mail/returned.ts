import type { MailReturn } from '../../domain/requests/returned.ts';
import { count } from '../../platform/observability/log.ts';
import { noteReturned } from '../../stores/mail/returned-mail.ts';
import { noteMemberReturned } from '../../stores/mail/returned-member-mail.ts';

/** What the mail service says of a mail that it took: what happened, and the ids that the mail was sent with. */
export interface MailEvent {
  readonly returned: keyof typeof meanings;
  readonly tags: {
    readonly tenant: string;
    readonly individual?: string | undefined;
    readonly request?: string | undefined;
    readonly member?: string | undefined;
    readonly address?: string | undefined;
  };
}

/** The events of SES that say that a mail did not do its work. */
export const meanings = {
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'refused',
} as const satisfies Record<string, MailReturn>;

/** Takes note of a mail that came back: with its individual and request, or with the member it went to. */
export async function takeBack({ returned, tags }: MailEvent, at: string): Promise<string> {
  count('MailReturned');
  const { tenant, individual, request, member, address } = tags;
  const why = meanings[returned];
  const addressVersion = address === undefined ? undefined : Number(address);
  if (individual !== undefined) return noteReturned({ tenant, individual, request, addressVersion, why }, at);
  if (member === undefined || addressVersion === undefined) return 'counted';
  return noteMemberReturned({ tenant, member, addressVersion, why }, at);
}
