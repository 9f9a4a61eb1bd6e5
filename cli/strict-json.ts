/** A file is not valid; the message says why, in plain words and without its content. */
export class FileInvalid extends Error {
  override readonly name = 'FileInvalid';
}

/** Indentations accepted: none, as the API answers, and those of common tools. */
const indents = [undefined, 2, 4];

/**
 * The JSON value of a file's bytes. Only the one accepted way of writing that value counts: otherwise a file could be
 * altered without anyone noticing.
 * @throws FileInvalid
 */
export function strictJson(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileInvalid('not JSON');
  }
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (!indents.some((indent) => JSON.stringify(value, null, indent) === body))
    throw new FileInvalid('JSON, but not as Habeas writes it: something in it was changed');
  // Schemas drop a member of this name silently: it would be in the file without being signed.
  if (text.includes('"__proto__":')) throw new FileInvalid('JSON with a member that nothing of Habeas has');
  return value;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileInvalid('not UTF-8 text');
  }
}
