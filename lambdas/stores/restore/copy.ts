import { environment, grant } from '../../platform/runtime/environment.ts';

/** Whether a name is that of the table which functions use, and no copy's. */
export const isInUse = (name: string): boolean => name === environment('VAULT_TABLE');

/** Names the restored copy that the rest of this call works on. */
export function useCopy(name: string): void {
  grant('COPY_TABLE', name);
}
