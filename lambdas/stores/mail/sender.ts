import { type Mail, sendEmail } from '../../platform/aws/ses.ts';
import { environment, granted } from '../../platform/runtime/environment.ts';

/** The name that members get mail from. */
export const deploymentName = 'Habeas';

/**
 * Sends a mail from the deployment's address under a name, neither of which reveals who requests what.
 * @throws TypeError for an address or a subject that could be more than one
 * @throws the error of the mail service
 */
export function sendMail(name: string, mail: Mail): Promise<void> {
  const sender = {
    name,
    address: environment('MAIL_FROM'),
    configurationSet: granted('MAIL_CONFIGURATION_SET'),
  };
  return sendEmail(sender, mail);
}
