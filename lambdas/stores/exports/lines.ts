import { leafHash } from '../../crypto/leaf.ts';
import type { ExportScope } from '../../domain/exports/export.ts';
import { idBelow } from '../../domain/identifiers.ts';
import { entryRow } from '../../model/audit-rows.ts';
import {
  type CatalogueRow,
  categoryVersionRow,
  noticeVersionRow,
  organisationVersionRow,
} from '../../model/catalogue-rows.ts';
import { consentContent, consentOfUses, consentRow, usesRow } from '../../model/consent-rows.ts';
import { disclosureContent, disclosureRow } from '../../model/disclosure-rows.ts';
import { holdGround, holdRow } from '../../model/hold-rows.ts';
import { keptContent, keptRow, keptSetRow, setOfKept } from '../../model/kept-rows.ts';
import { memberContact, memberRow } from '../../model/member-rows.ts';
import { individualContact, individualRow } from '../../model/people-rows.ts';
import { recordContent, recordRow } from '../../model/record-rows.ts';
import type { Declared } from '../../model/registry.ts';
import {
  askingContent,
  askingRow,
  decisionContent,
  requestContent,
  requestRow,
  shownContent,
  shownRow,
} from '../../model/request-rows.ts';
import type { Sealer } from '../../model/row.ts';
import { exportReason, exportRow, receiptContent, receiptRow } from '../../model/statement-rows.ts';
import { tenantRow } from '../../model/tenant-rows.ts';
import type { Key, Row } from '../../platform/dynamodb/key.ts';
import { leftOut } from './left-out.ts';

/** Gives the sealer of a use: of the individual or the kept set that a row belongs to, or of the tenant. */
export type Opener = (use: 'record' | 'contact' | 'case' | 'tenant' | 'kept') => Promise<Sealer>;

/** What a line says beside its kind. */
export type Said = Readonly<Record<string, unknown>>;

/** How a kind of row becomes a line of an export; undefined for a row of which there is none. */
type Line = (row: Row, open: Opener, scope: ExportScope) => Promise<Said | undefined> | Said | undefined;

interface Exported {
  /** The smallest scope that it belongs to; all of it belongs to scope `all`. */
  readonly scope: ExportScope;
  readonly line: Line;
}

const none = undefined;

/**
 * What an export takes of every kind of row that is a tenant's, by the kind's name: its line, or why there is none.
 * Lines hold what was said and stored, and nothing that only Habeas itself needs.
 */
export const exportedKinds: Readonly<Record<string, Exported | { readonly leftOut: string }>> = {
  [tenantRow.name]: {
    scope: 'evidence',
    line: (found) =>
      picked(
        tenantRow.from(found),
        ...(['id', 'name', 'country', 'timeZone', 'languages', 'helpPhone', 'profile'] as const),
        ...(['createdAt', 'endedAt', 'purgeAt', 'epoch'] as const),
      ),
  },
  [memberRow.name]: {
    scope: 'evidence',
    line: async (found, open, scope) => {
      const row = memberRow.from(found);
      const contact =
        scope === 'all' && row.sealed ? memberContact.open(await open('tenant'), row).release() : none;
      return { ...picked(row, 'id', 'roles', 'organisation', 'rights', 'since', 'ref'), contact };
    },
  },
  [organisationVersionRow.name]: {
    scope: 'evidence',
    line: (found) => versionOf(organisationVersionRow.from(found)),
  },
  [categoryVersionRow.name]: {
    scope: 'evidence',
    line: (found) => versionOf(categoryVersionRow.from(found)),
  },
  [noticeVersionRow.name]: {
    scope: 'evidence',
    line: (found) => picked(noticeVersionRow.from(found), 'id', 'version', 'hash', 'at', 'content'),
  },
  [holdRow.name]: {
    scope: 'evidence',
    line: async (found, open, scope) => {
      const row = holdRow.from(found);
      const ground = scope === 'all' ? holdGround.open(await open('tenant'), row).release() : none;
      return { ...picked(row, 'id', 'version', 'setAt', 'until'), ground };
    },
  },
  [exportRow.name]: {
    scope: 'evidence',
    line: async (found, open, scope) => {
      const row = exportRow.from(found);
      const told = scope === 'all' && row.sealed;
      return {
        ...picked(row, 'id', 'epoch', 'scope', 'thumbprint', 'by', 'at'),
        ...picked(row, 'confirmedBy', 'startedAt', 'doneAt'),
        reason: told ? exportReason.open(await open('tenant'), row).release() : none,
      };
    },
  },
  [individualRow.name]: {
    scope: 'evidence',
    line: async (found, open, scope) => {
      const row = individualRow.from(found);
      // The synthetic individual of a shard is nobody.
      if (row.canary) return none;
      const contact = scope === 'all' ? individualContact.open(await open('contact'), row).release() : none;
      const said = picked(
        row,
        ...([
          'id',
          'state',
          'createdAt',
          'language',
          'contactSetAt',
          'contactSetBy',
          'contactOwned',
        ] as const),
      );
      return { ...said, contact };
    },
  },
  [recordRow.name]: {
    scope: 'all',
    line: async (found, open) => {
      const row = recordRow.from(found);
      return {
        ...picked(row, 'id', 'version', 'storedAt'),
        ...recordContent.open(await open('record'), row).release(),
      };
    },
  },
  [requestRow.name]: {
    scope: 'evidence',
    line: async (found, open) => {
      const row = requestRow.from(found);
      const sealer = await open('case');
      return {
        ...picked(row, 'id', 'organisation', 'requester', 'state', 'createdAt', 'lapsesAt'),
        ...picked(row, 'sentAt', 'undelivered', 'consent'),
        content: requestContent.open(sealer, row).release(),
        decision: row.decided && decisionContent.open(sealer, row).release(),
      };
    },
  },
  [shownRow.name]: {
    scope: 'evidence',
    line: async (found, open) => {
      const row = shownRow.from(found);
      return { id: row.id, ...shownContent.open(await open('case'), row).release() };
    },
  },
  [consentRow.name]: {
    scope: 'evidence',
    line: async (found, open) => {
      const row = consentRow.from(found);
      const content = consentContent.open(await open('case'), row).release();
      return { ...picked(row, 'id', 'organisation', 'state', 'version'), content };
    },
  },
  [usesRow.name]: {
    scope: 'evidence',
    line: (found) => {
      const { used, lastReadAt } = usesRow.from(found);
      const consent = idBelow('cns', individualIn(found), consentOfUses(found).split('#').at(-1) ?? '');
      return { consent, used, lastReadAt };
    },
  },
  [disclosureRow.name]: {
    scope: 'evidence',
    line: async (found, open) => {
      const row = disclosureRow.from(found);
      const content = disclosureContent.open(await open('case'), row).release();
      return { ...picked(row, 'id', 'at', 'entry', 'leaf', 'outcome'), ...content };
    },
  },
  [askingRow.name]: {
    scope: 'evidence',
    line: async (found, open) => {
      const row = askingRow.from(found);
      const [organisation = '', purpose16 = ''] = row.sk.split('#').slice(3);
      const content = askingContent.open(await open('case'), { ...row, id: `${organisation}#${purpose16}` });
      return { organisation, ...content.release() };
    },
  },
  [receiptRow.name]: {
    scope: 'evidence',
    line: async (found, open) => {
      const row = receiptRow.from(found);
      const [of = ''] = row.sk.split('#').slice(3);
      return { of, ...receiptContent.open(await open('case'), { ...row, id: of }).release() };
    },
  },
  [entryRow.name]: {
    scope: 'evidence',
    line: (found) => {
      const { id, body } = entryRow.from(found);
      return { id, leaf: leafHash(body), entry: body };
    },
  },
  [keptSetRow.name]: {
    scope: 'kept',
    line: (found) => {
      const { kind: because, ...row } = keptSetRow.from(found);
      return { ...picked(row, 'id', 'ground', 'until', 'counts', 'attestation', 'at'), because };
    },
  },
  [keptRow.name]: {
    scope: 'kept',
    line: async (found, open) => {
      const line = keptContent.open(await open('kept'), keptRow.from(found)).release();
      return { set: setOfKept(found), line };
    },
  },
  ...leftOut,
};

/** The individual below whom a row lies. */
export const individualIn = ({ sk }: Key) => `ind_${sk.split('#')[1]}`;

/** The line of a row in an export; undefined when there is none. A row of a kind that is not declared has none. */
export async function lineOf(
  kind: Declared | undefined,
  row: Row,
  open: Opener,
  scope: ExportScope,
): Promise<Said | undefined> {
  const exported = kind && exportedKinds[kind.name];
  if (!exported || 'leftOut' in exported) return none;
  if (scope !== 'all' && exported.scope !== scope) return none;
  return exported.line(row, open, scope);
}

const versionOf = (row: CatalogueRow<unknown>): Said =>
  picked(row, 'id', 'version', 'since', 'setAt', 'content');

/** Some attributes of a row, and nothing else of it. */
function picked<R extends object, N extends keyof R>(row: R, ...names: readonly N[]): Pick<R, N> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<R, N>;
}
