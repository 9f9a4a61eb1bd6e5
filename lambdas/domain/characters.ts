/*
 * Which characters a text may hold. Two texts that look alike must not be two texts, and a name on the individual's
 * page must not read as another.
 */

// Lone surrogates, what stands for bytes that were lost (U+FFFD), what turns the direction of writing, and what is
// never seen. Joiners and variation selectors stay: emoji and some scripts are written with them.
const unseen =
  /[\p{Surrogate}\ufffd\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u115f\u1160\u3164\uffa0\ufeff\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/u;
const control = /(?![\n\t])\p{Control}/u;

/** What is wrong with the characters of any text, or undefined: line breaks (LF, CR LF) and tabs are allowed. */
export function unfitCharacters(text: string): string | undefined {
  if (control.test(text.replaceAll('\r\n', '\n'))) return 'control characters are not allowed';
  return unseen.test(text)
    ? 'invisible characters are not allowed, nor those that stand for lost ones'
    : undefined;
}

/** What a text of one line may not hold: line breaks, tabs, and every character that is not seen. */
export const oneLine = new RegExp(
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f' +
    '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffd]*$',
);
const ignorable = /\p{Default_Ignorable_Code_Point}/u;

/** Whether a text is of one line and every character of it is seen. */
export function isOneLine(text: string): boolean {
  return oneLine.test(text) && !ignorable.test(text);
}

/** Whether somebody could read something: at least one letter or digit. */
export function isLegible(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, ''));
}
