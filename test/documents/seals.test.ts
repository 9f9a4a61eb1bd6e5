import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Seal, Sealer } from '../../lambdas/model/row.ts';
import { sealer } from '../../lambdas/stores/keys/sealer.ts';
import { root } from '../../local/process/instance.ts';

/** A value that was sealed once: what it was bound to, and the bytes that must open for ever. */
interface Kept {
  readonly use: Seal<unknown, unknown>['use'];
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly sealed: string;
}

const kept = JSON.parse(readFileSync(join(import.meta.dirname, 'kept-seals.json'), 'utf8')) as Kept[];
const declared = await declaredSeals();
const name = ({ use, kind }: Pick<Kept, 'use' | 'kind'>) => `${use} ${kind}`;

describe('sealed values', () => {
  it('of every kind that is declared are in the table of the page', () => {
    const page = readFileSync(join(root, 'docs/formats.md'), 'utf8');
    const rows = [...page.matchAll(/^\| [^|]+ \| (\w+) \| `([\w-]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$/gm)];
    expect(rows.map(([, use, kind]) => `${use} ${kind}`).sort()).toEqual(declared.map(name).sort());
  });

  it('are kept of every kind that is declared', () => {
    expect(kept.map(name).sort()).toEqual(declared.map(name).sort());
  });

  it.each(kept)('that were kept open for ever: $kind of use $use', (one) => {
    const seal = declared.find((other) => name(other) === name(one)) ?? expect.fail('is no longer declared');
    expect(seal.open(sealerOf(one), rowOf(one)).release()).toEqual(contentOf(one));
  });

  it.each(kept)('that were kept do not open in another version: $kind of use $use', (one) => {
    const open = () => sealerOf(one).open(one.kind, one.id, one.version + 1, bytes(one));
    expect(open).toThrow('a sealed value does not open');
  });
});

const bytes = ({ sealed }: Kept) => Buffer.from(sealed, 'hex');
const contentOf = ({ use, kind }: Kept) => ({ kept: `${kind} of use ${use}` });

/** Keys of no deployment, made for these values alone. */
function sealerOf({ use }: Kept): Sealer {
  const owner = { tenant: `tnt_${'0f'.repeat(16)}`, individual: `ind_${'7c'.repeat(16)}` };
  return sealer(owner, use, new Uint8Array(32).fill(0x4b), new Uint8Array(32).fill(0x53));
}

/** A row that any of the kinds would be read from. */
function rowOf(one: Kept) {
  const { id, version } = one;
  return {
    id,
    version,
    contactVersion: version,
    sealedVersion: version,
    sealed: bytes(one),
    decided: bytes(one),
  };
}

async function declaredSeals(): Promise<Seal<unknown, unknown>[]> {
  const folder = join(root, 'lambdas/model');
  const modules = await Promise.all(
    readdirSync(folder).map(async (file) => Object.values(await import(join(folder, file)))),
  );
  return modules.flat().filter(isSeal);
}

function isSeal(value: unknown): value is Seal<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'use' in value && 'open' in value && 'seal' in value;
}
