import type { BodyGot, BodySent, OperationName, RowNamed } from '../../../lambdas/api/typed-operations.ts';

/** What is sent to an operation, and what it answers. */
interface Example<N extends OperationName> {
  readonly body?: BodySent<RowNamed<N>>;
  readonly answer?: BodyGot<RowNamed<N>>;
}

/** Examples by operation. */
export type Examples = { readonly [N in OperationName]?: Example<N> };

const individualBits = '5e1f0c9a7b3d4682a1c4e7f90b2d6835';

/** Examples of ids, all made up. */
export const ids = {
  tenant: 'tnt_2c9d4b7e61f84a0f9a3e5c8b1d7f6042',
  individual: `ind_${individualBits}`,
  notice: 'ntc_8a1b6d3f5c7e4920b4d8f6a2c0e1739b',
  record: `rec_${individualBits}b7d1e94c20a84f6e9c35a8d2f0617e4b`,
  request: `crq_${individualBits}0f4a7c92d5e846b1a38d6c70e19b52f3`,
  consent: `cns_${individualBits}c61e8d05a7b94f2388f0d4b6139ae752`,
  disclosure: `dsc_${individualBits}1d8c5fa0e2764b39917fc3ba0e46d285`,
  entry: 'ent_94ac0e7d52b14f8386d1f5c07a3be961',
  attestation: 'att_60d7b3f81c9e4a25b0f4d8e2a91c7356',
  member: 'b1946ac92492d2347c6235b4d2611184a6f0b6f8c0d7a7f3e1d5c9b8a7e6f504',
  leaf: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
  hash: '486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7',
} as const;

/** A cursor; what is in it is nobody's business. */
export const cursor = 'q0x1b7Jm3vPz9sYw2kLd8A';

/** A statement as it is answered; docs/formats.md has whole ones that verify. */
export const statement = (kind: string, leaf: string | null = ids.leaf) => ({
  statement: 'eyJhbGciOiJQUzI1NiIsImtpZCI6IjQ4NmVhNDYyMjRkMSJ9.eyJ2IjoxfQ.c2lnbmF0dXJl',
  record: { format: kind },
  leaf,
  proof: null,
});

/** The answer of an operation that created something. */
export const writtenOnce = (id: string) => ({ id, version: 1 });
