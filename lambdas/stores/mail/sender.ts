import { type Mail, sendEmail } from '../../platform/aws/ses.ts';
import { environment, granted } from '../../platform/runtime/environment.ts';

/**
 * Sends a mail in the name of the deployment, so that the sender does not reveal who requests what.
 * @throws TypeError for an address or a subject that could be more than one
 * @throws the error of the mail service
 */
export function sendMail(mail: Mail): Promise<void> {
  const sender = {
    name: 'Habeas',
    address: environment('MAIL_FROM'),
    configurationSet: granted('MAIL_CONFIGURATION_SET'),
  };
  return sendEmail(sender, mail);
}
