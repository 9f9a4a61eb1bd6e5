/** Base64url without padding (RFC 4648, section 5). */
export function base64url(bytes: Uint8Array | string): string {
  return (typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes)).toString('base64url');
}

/**
 * The bytes of a canonical base64url text: encoding them again gives the same text. Undefined for anything else:
 * padding, other alphabets, white space, stray bits at the end.
 */
export function bytesOfBase64url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
