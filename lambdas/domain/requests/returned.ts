/**
 * Why a mail is known not to have done its work: the mailbox refused it, its reader marked it as spam, SES refused it.
 */
export const mailReturns = ['bounced', 'complained', 'refused'] as const;
export type MailReturn = (typeof mailReturns)[number];
