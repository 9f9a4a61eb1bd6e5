import { base64url, bytesOfBase64url } from './base64url.ts';
import { canonicalBytes } from './canonical.ts';
import { decrypt, encrypt } from './envelope.ts';

/**
 * A cursor that callers can neither read nor forge: base64url of an envelope (AES-256-GCM).
 * @param secret 32 bytes.
 * @param binding what the cursor is valid for (operation, tenant, caller, filters): it opens only with the same
 * binding.
 * @param position a JSON value: where the next page starts.
 */
export function sealCursor(secret: Uint8Array, binding: string, position: unknown): string {
  return base64url(encrypt(secret, info, canonicalBytes(binding), canonicalBytes(position)));
}

/** The position in a cursor; undefined when the cursor was not made here, was altered, or has another binding. */
export function openCursor(secret: Uint8Array, binding: string, cursor: string): unknown | undefined {
  const envelope = bytesOfBase64url(cursor);
  if (envelope === undefined) return undefined;
  try {
    const position = decrypt(secret, info, canonicalBytes(binding), envelope);
    return JSON.parse(Buffer.from(position).toString('utf8'));
  } catch {
    return undefined;
  }
}

const info = 'habeas/v1/cursor';
