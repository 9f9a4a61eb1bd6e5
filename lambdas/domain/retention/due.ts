import { isPast } from '../instant.ts';
import type { Tenant } from '../members/authority.ts';

/** Whether the purge is due at `at`. Without `purgeAt` it never is. */
export function isDue({ purgeAt }: Pick<Tenant, 'purgeAt'>, at: string): boolean {
  return purgeAt !== undefined && isPast(purgeAt, at);
}

/** Whether a legal hold stops the purge of a tenant at `at`. */
export function isHeld({ heldUntil }: Pick<Tenant, 'heldUntil'>, at: string): boolean {
  return heldUntil !== undefined && !isPast(heldUntil, at);
}
