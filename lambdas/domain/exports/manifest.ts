import type { Counts } from '../counts.ts';
import { recordFormats } from '../evidence/statement.ts';
import type { ExportScope } from './export.ts';

/** What the manifest of an export says. Instants are RFC 3339 UTC. */
export interface Manifested {
  readonly export: string;
  readonly tenant: string;
  readonly epoch: number;
  readonly scope: ExportScope;
  /** When it began: no line is older than the rows at that instant. */
  readonly asOf: string;
  readonly finished: string;
  readonly thumbprint: string;
  readonly parts: number;
  readonly bytes: number;
  readonly counts: Counts;
  /** RFC 6962 tree hash over the SHA-256 of each part, in order. */
  readonly root: string;
}

/** The record of a manifest, format 1. */
export function manifestRecord(said: Manifested): Record<string, unknown> {
  return {
    format: recordFormats['export-manifest'],
    export: said.export,
    tenant: said.tenant,
    epoch: said.epoch,
    scope: said.scope,
    as_of: said.asOf,
    finished: said.finished,
    key_thumbprint: said.thumbprint,
    parts: said.parts,
    bytes: said.bytes,
    counts: said.counts,
    parts_root: said.root,
    formats: { part: 'habeas export part 1', line: 'habeas export line 1' },
  };
}
