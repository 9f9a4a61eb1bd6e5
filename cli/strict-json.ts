/** A file is not valid; the message says why, in plain words and without its content. */
export class FileInvalid extends Error {
  override readonly name = 'FileInvalid';
}

/** A file's JSON: its value, and the text that it is written as. */
export interface Json {
  readonly value: unknown;
  readonly text: string;
}

/** Indentations accepted: none, as the API answers, and those of common tools. */
const indents = [undefined, 2, 4];

/** Levels of nesting that no statement and no key set reaches; what goes on nesting could exhaust the stack. */
const deepest = 32;

/**
 * The JSON value of a file's bytes, however it is written.
 * @throws FileInvalid
 */
export function jsonOf(bytes: Uint8Array): Json {
  const text = textOf(bytes);
  if (nestsTooDeep(text)) throw new FileInvalid('nested more deeply than any statement');
  try {
    return { value: JSON.parse(text), text };
  } catch {
    throw new FileInvalid('not JSON');
  }
}

/**
 * Checks that JSON is written in the one accepted way: otherwise a file could be altered without anyone noticing.
 * @throws FileInvalid
 */
export function assertStrict({ value, text }: Json): void {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (!indents.some((indent) => JSON.stringify(value, null, indent) === body))
    throw new FileInvalid(
      text.includes('\r\n')
        ? 'its line ends are those of Windows (CR LF): have it sent as it was, and save it unchanged'
        : 'JSON, but not written as Habeas writes it (white space, escapes, or a member given twice): have it sent as it was',
    );
  // Schemas drop a member of this name silently: it would be in the file without being signed.
  if (text.includes('"__proto__":')) throw new FileInvalid('JSON with a member that nothing of Habeas has');
}

function textOf(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf)
    throw new FileInvalid('begins with a byte order mark: a program saved it anew; have it sent as it was');
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new FileInvalid('UTF-16 text: a program saved it anew; have it sent as it was');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileInvalid('not UTF-8 text');
  }
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      if (++depth > deepest) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}
