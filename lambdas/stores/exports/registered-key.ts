import { type ExportKey, exportKeyFault } from '../../crypto/export-key.ts';
import { Problem } from '../../domain/problems.ts';

/**
 * Checks a key that an export is to be encrypted to.
 * @throws Problem `invalid-request` for any but an RSA key of exactly 4096 bits
 */
export function assertExportKey(key: ExportKey): void {
  const fault = exportKeyFault(key);
  if (fault !== undefined)
    throw new Problem('invalid-request', { errors: [{ pointer: '/key/n', detail: fault }] });
}
