import { isPast } from '../instant.ts';
import type { Tenant } from '../members/authority.ts';

/** Whether the time of the purge has come at `at`. A tenant that has no such time is never due. */
export function isDue({ purgeAt }: Pick<Tenant, 'purgeAt'>, at: string): boolean {
  return purgeAt !== undefined && isPast(purgeAt, at);
}

/** Whether a legal hold stops the purge of a tenant at `at`. */
export function isHeld({ heldUntil }: Pick<Tenant, 'heldUntil'>, at: string): boolean {
  return heldUntil !== undefined && !isPast(heldUntil, at);
}
