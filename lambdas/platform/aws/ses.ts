import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { email } from '../../domain/values.ts';
import { environment, granted } from '../runtime/environment.ts';

const ses = new SESv2Client({ maxAttempts: 4 });

/** The name that recipients see; says nothing of who asks for what. */
const sender = 'Habeas';

/** One mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Sends a mail. SES composes the message from its parts, so that nothing in them becomes a header.
 * @throws TypeError for an address or a subject that could be more than one
 */
export async function sendMail({ to, subject, text, html }: Mail): Promise<void> {
  if (!email.safeParse(to).success || /\p{Control}/u.test(subject)) throw new TypeError('not a mail');
  const part = (data: string) => ({ Data: data, Charset: 'UTF-8' });
  const configuration = granted('MAIL_CONFIGURATION_SET');
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `${sender} <${environment('MAIL_FROM')}>`,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
      ...(configuration !== undefined && { ConfigurationSetName: configuration }),
    }),
  );
}
