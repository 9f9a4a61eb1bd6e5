import type { Language } from '../../domain/values.ts';

/** A paragraph, a link, a code to type, or a long number to compare. */
export type Part =
  | string
  | { readonly link: string; readonly label: string }
  | { readonly code: string }
  | { readonly number: string; readonly label: string };

/** The content of a mail before it is rendered. */
export interface Letter {
  readonly subject: string;
  readonly parts: readonly Part[];
}

/** Renders a mail as text and as simple HTML with the same content; it loads nothing. */
export function set({ subject, parts }: Letter, language: Language) {
  return {
    subject,
    text: `${parts.map(textOf).join('\n\n')}\n`,
    html: [
      '<!doctype html>',
      `<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
      '<body style="font: 16px/1.5 sans-serif; max-width: 36em; margin: 1em auto; padding: 0 1em; overflow-wrap: anywhere">',
      ...parts.map(htmlOf),
      '</body></html>',
    ].join('\n'),
  };
}

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  if ('number' in part) return `${part.label}: ${part.number}`;
  return 'link' in part ? part.link : part.code;
}

const button =
  'display: inline-block; padding: 12px 24px; border-radius: 12px; background: #0f5c63; color: #ffffff; text-decoration: none; font-size: 18px';

function htmlOf(part: Part): string {
  if (typeof part === 'string') return `<p>${escaped(part)}</p>`;
  if ('code' in part)
    return `<p style="font-size: 28px; letter-spacing: 4px"><strong>${escaped(part.code)}</strong></p>`;
  if ('number' in part) {
    const groups = part.number.match(/.{1,4}/g)?.join(' ') ?? '';
    return `<p><small>${escaped(part.label)}:<br>${escaped(groups)}</small></p>`;
  }
  // The address itself is shown too: people are told to look where a link leads.
  return `<p><a href="${escaped(part.link)}" style="${button}"><strong>${escaped(part.label)}</strong></a></p><p><small style="word-break: break-all">${escaped(part.link)}</small></p>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
