import { environment, grant } from '../../platform/runtime/environment.ts';

/**
 * Names the restored copy that the rest of this call works on.
 * @returns false for the table that functions use
 */
export function useCopy(name: string): boolean {
  if (name === environment('VAULT_TABLE')) return false;
  grant('COPY_TABLE', name);
  return true;
}
