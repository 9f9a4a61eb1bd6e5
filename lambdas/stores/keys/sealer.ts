import { open, seal, workingKey } from '../../crypto/sealing.ts';
import { Secret } from '../../domain/secret.ts';
import type { Sealer, Use } from '../../model/row.ts';
import type { KeyOwner } from './read-keys.ts';

/** A sealer made from a data key in the clear that was just made. It keeps neither that key nor the secret. */
export function sealer(owner: KeyOwner, use: Use, dataKey: Uint8Array, shardSecret: Uint8Array): Sealer {
  return sealerUnder(owner, use, workingKey(dataKey, shardSecret));
}

/** A sealer under a working key. It keeps the key. */
export function sealerUnder(owner: KeyOwner, use: Use, key: Uint8Array): Sealer {
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
