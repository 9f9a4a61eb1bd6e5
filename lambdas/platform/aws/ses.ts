import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { email } from '../../domain/values.ts';
import { patient } from '../runtime/patience.ts';

const ses = new SESv2Client(patient());

/** One mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Who sends it, as recipients see it, and the configuration set it is sent with. */
export interface Sender {
  readonly name: string;
  readonly address: string;
  readonly configurationSet?: string | undefined;
}

/**
 * Sends a mail. SES composes the message from its parts, so that nothing in them becomes a header.
 * @throws TypeError for an address or a subject that could be more than one
 */
export async function sendEmail(sender: Sender, { to, subject, text, html }: Mail): Promise<void> {
  if (!email.safeParse(to).success || /\p{Control}/u.test(subject)) throw new TypeError('not a mail');
  const part = (data: string) => ({ Data: data, Charset: 'UTF-8' });
  const { name, address, configurationSet } = sender;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `${name} <${address}>`,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
      ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    }),
  );
}
