import { open, seal, workingKey } from '../../crypto/sealing.ts';
import { Secret } from '../../domain/secret.ts';
import type { Sealer, Use } from '../../model/row.ts';
import type { KeyOwner } from './read-keys.ts';

/**
 * A sealer made from key material in the clear: a data key that was just made, or unwrapped. It keeps neither key nor
 * secret.
 */
export function sealer(owner: KeyOwner, use: Use, dataKey: Uint8Array, shardSecret: Uint8Array): Sealer {
  const key = workingKey(dataKey, shardSecret);
  const context = (kind: string, id: string, version: number) => ({
    ...owner,
    kind,
    use,
    id,
    version,
    keyId: use,
  });
  return {
    seal: (kind, id, version, value) =>
      seal(key, context(kind, id, version), Buffer.from(JSON.stringify(value), 'utf8')),
    open: <T>(kind: string, id: string, version: number, sealed: unknown) =>
      new Secret(
        JSON.parse(
          Buffer.from(open(key, context(kind, id, version), sealed as Uint8Array)).toString('utf8'),
        ) as T,
      ),
  };
}
