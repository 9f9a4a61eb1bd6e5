import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { email } from '../../domain/values.ts';
import { patient } from '../runtime/patience.ts';

/** The one client for SES. */
export const ses = new SESv2Client(patient());

/** One mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Ids by which the mail is known again when it comes back: letters, digits, `_` and `-`. */
  readonly about: Readonly<Record<string, string>>;
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
export async function sendEmail(sender: Sender, { to, subject, text, html, about }: Mail): Promise<void> {
  if (!email.safeParse(to).success || /\p{Control}/u.test(subject)) throw new TypeError('not a mail');
  const part = (data: string) => ({ Data: data, Charset: 'UTF-8' });
  const { name, address, configurationSet } = sender;
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `${phrase(name)} <${address}>`,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: part(subject),
          Body: { Text: part(text), Html: part(html) },
          // Mail programs stack mails of one subject, and hide the newest, unless each says that it stands alone.
          ...(about.mail !== undefined && { Headers: [{ Name: 'X-Entity-Ref-ID', Value: about.mail }] }),
        },
      },
      EmailTags: Object.entries(about).map(([Name, Value]) => ({ Name, Value })),
      ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    }),
  );
}

/**
 * A name as a header takes it (RFC 2047): encoded unless it is plain, in words of at most 75 characters, so that
 * nothing in it is an address or ends the header.
 */
function phrase(name: string): string {
  if (/^[A-Za-z0-9 ]+$/.test(name)) return name;
  const words = name.match(/.{1,10}/gsu) ?? [];
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
