import type { MailRow } from '../../model/outbox-rows.ts';
import { sendMessage } from '../../platform/aws/sqs.ts';
import { environment } from '../../platform/runtime/environment.ts';
import type { Channel, Named } from '../outbox/channel.ts';
import { mailRows } from './mail-rows.ts';

/** Identifies a due mail, in the queue and to the notifier. Ids only. */
export interface MailNamed {
  readonly tenant: string;
  readonly individual?: string | undefined;
  readonly mail: string;
}

/** The channel of mail: the notifier sends it. */
export const mailChannel: Channel<MailRow> = {
  ...mailRows,
  announce: (named) => sendMessage(environment('MAIL_QUEUE'), inQueue(named)),
};

/** The message in the queue that announces a due mail. */
export function inQueue({ tenant, individual, id }: Named): MailNamed {
  return { tenant, individual, mail: id };
}
