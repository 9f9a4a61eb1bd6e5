import { blockDays, type ReRequestBlock } from '../../domain/requests/admission.ts';
import type { NamedItem } from '../../domain/requests/request.ts';
import { type BlockContent, type BlockRow, blockContent, blockRow } from '../../model/request-rows.ts';
import type { Sealer, Stored } from '../../model/row.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { absent, equals, type Write } from '../../platform/dynamodb/transaction.ts';
import { after } from '../../platform/runtime/clock.ts';
import { shortCodeOf } from '../keys/short-code.ts';
import type { OpenRequest } from './open-request.ts';

/** The organisation and purpose that an individual's blocks apply to; together they identify one row. */
export interface BlockPlace {
  readonly tenant: string;
  readonly individual: string;
  readonly organisation: string;
  readonly purpose: string;
}

/** The row of re-request blocks of a place, as read; without a row when nothing was ever blocked. */
export interface SealedBlocks {
  readonly place: BlockPlace;
  readonly row: Stored<BlockRow> | undefined;
}

const day = 24 * 60 * 60;

const idOf = ({ individual, organisation, purpose }: BlockPlace) =>
  `${organisation}#${shortCodeOf(individual, purpose)}`;

/** The place where a decision on this request sets its block. */
export function placeOf({ person, row, content }: OpenRequest): BlockPlace {
  return {
    tenant: person.tenant.id,
    individual: row.individual,
    organisation: row.organisation,
    purpose: content.purpose,
  };
}

/** Reads the re-request blocks of a place. */
export async function readBlocks(place: BlockPlace): Promise<SealedBlocks> {
  const { tenant, individual, organisation, purpose } = place;
  const [row] = await read([blockRow.at(tenant, individual, organisation, shortCodeOf(individual, purpose))]);
  return { place, row: blockRow.from(row) };
}

/**
 * Opens re-request blocks. Some of them may have ended.
 * @param sealer of the individual's use `case`.
 */
export function blocksIn({ place, row }: SealedBlocks, sealer: Sealer): BlockContent {
  return row ? blockContent.open(sealer, { ...row, id: idOf(place) }).release() : [];
}

/**
 * The write that blocks items from `at` on and drops blocks that have ended. It loses the race when the row has
 * changed since it was read.
 * @param sealer of the individual's use `case`.
 */
export function block(
  blocks: SealedBlocks,
  sealer: Sealer,
  items: readonly NamedItem[],
  at: string,
  race: string,
): Write {
  const { place, row } = blocks;
  const { tenant, individual, organisation, purpose } = place;
  const current = blocksIn(blocks, sealer).filter((one) => one.until > at);
  const added: ReRequestBlock = { items, until: after(at, blockDays * day) };
  const version = (row?.version ?? 0) + 1;
  const sealed = blockContent.seal(sealer, { id: idOf(place), version }, [...current, added]);
  return blockRow.put(
    [tenant, individual, organisation, shortCodeOf(individual, purpose)],
    { version, sealed },
    { if: row ? equals({ version: row.version }) : absent, else: { race } },
  );
}
