import type { Language } from '../../domain/values.ts';

/** A paragraph, a link, or a code to type. */
export type Part = string | { readonly link: string; readonly label: string } | { readonly code: string };

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
  return 'link' in part ? part.link : part.code;
}

function htmlOf(part: Part): string {
  if (typeof part === 'string') return `<p>${escaped(part)}</p>`;
  if ('code' in part)
    return `<p style="font-size: 28px; letter-spacing: 4px"><strong>${escaped(part.code)}</strong></p>`;
  // The address itself is shown too: people are told to look where a link leads.
  return `<p><a href="${escaped(part.link)}"><strong>${escaped(part.label)}</strong></a><br><small style="word-break: break-all">${escaped(part.link)}</small></p>`;
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
