import { escapeHtml, htmlPage, readableTime } from './page.ts';

/** One mail that the system sent; it never leaves the machine. */
export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 3339, UTC. */
  readonly sentAt: string;
}

interface Kept {
  readonly MessageId: string;
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string | null;
  readonly BodyHtml: string | null;
  readonly Timestamp: number;
}

/**
 * All mails that the emulator has for an account, or those to one address, newest first. After its restart there are
 * none.
 */
export async function readInbox(endpoint: string, accountId: string, to?: string): Promise<Mail[]> {
  const query = new URLSearchParams({ account: accountId, ...(to !== undefined && { to }) });
  const answer = await fetch(`${endpoint}/_ministack/ses/messages?${query}`);
  if (!answer.ok) throw new Error(`the local AWS answered ${answer.status} for its mails`);
  const { messages } = (await answer.json()) as { messages: Record<string, readonly Kept[]> };
  const mails = (messages[accountId] ?? []).map((kept) => ({
    id: kept.MessageId,
    from: kept.Source,
    to: kept.To,
    subject: kept.Subject,
    text: kept.BodyText ?? '',
    html: kept.BodyHtml ?? '',
    sentAt: new Date(kept.Timestamp * 1000).toISOString(),
  }));
  // The sort is stable: of two mails of the same instant the later one comes first.
  return mails.reverse().sort((a, b) => b.sentAt.localeCompare(a.sentAt));
}

/** How many mails a page shows. */
const most = 50;

/** The inbox as a page: both parts of each mail, newest first, with links to the mails to one address. */
export function inboxPage(mails: readonly Mail[]): string {
  const shown = mails.slice(0, most).map(
    (mail) => `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<p class="quiet">To ${mail.to.map(addressed).join(', ')} · from ${escapeHtml(mail.from)} · <time datetime="${mail.sentAt}">${readableTime(mail.sentAt)}</time></p>
<pre>${linked(mail.text === '' ? '(This mail has no text part.)' : mail.text)}</pre>
${mail.html === '' ? '' : `<details><summary>As HTML</summary><iframe sandbox srcdoc="${escapeHtml(mail.html)}" title="${escapeHtml(mail.subject)}"></iframe></details>`}
</article>`,
  );
  return htmlPage(
    'Inbox',
    `${mails.length === 1 ? '1 mail' : `${mails.length} mails`} sent by the local system, newest first${mails.length > most ? `, of which these are ${most}` : ''}.`,
    shown.join('\n'),
  );
}

/** An address, as a link to the mails to it. */
const addressed = (to: string) => `<a href="?to=${encodeURIComponent(to)}">${escapeHtml(to)}</a>`;

/** Escapes a text and makes its web addresses clickable. */
export function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/)
    .map((part, at) =>
      at % 2 === 0 ? escapeHtml(part) : `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>`,
    )
    .join('');
}
