import { bytesOfBase64url } from '../lambdas/crypto/base64url.ts';
import type {
  SignedStatement,
  StatementClaims,
  StatementKind,
} from '../lambdas/domain/evidence/statement.ts';
import { amount } from './amount.ts';

const names: Readonly<Record<StatementKind, string>> = {
  'consent-receipt': 'consent receipt',
  'disclosure-receipt': 'disclosure receipt',
  'retention-schedule': 'retention schedule',
  'erasure-attestation': 'erasure attestation',
  'export-manifest': 'export manifest',
};

/** A valid statement's kind and content, on one line. */
export function saysOf(claims: StatementClaims, record: Record<string, unknown>): string {
  const what = plain(`${names[claims.kind]} ${claims.id} of ${claims.at}`);
  const said = sayings[claims.kind](record);
  return said === '' ? what : `${what}: ${plain(said)}`;
}

/** What an invalid statement claims to be; nothing of its content is repeated. */
export function claimedOf({ statement }: SignedStatement): string {
  try {
    const bytes = bytesOfBase64url(statement.split('.')[1] ?? '');
    const { kind } = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as { kind?: unknown };
    return Object.hasOwn(names, String(kind)) ? names[kind as StatementKind] : 'a statement of no known kind';
  } catch {
    return 'a statement of no known kind';
  }
}

/** A text that is safe to print: control characters would let a file overwrite the line that judges it. */
export function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

const sayings: Readonly<Record<StatementKind, (record: Record<string, unknown>) => string>> = {
  'consent-receipt': (record) => {
    const event = part(record, 'event');
    const items = list(record.processing).flatMap((one) => list(part(one).pii_information));
    const asked = items.map(
      (item) => `${text(part(item).pii_type)} (${list(part(item).attributes).join(', ')})`,
    );
    const party = part(record, 'party_identification');
    const granted = event.event_type === 'granted';
    const processing = part(list(record.processing)[0]);
    const recipients = list(processing.recipient_third_parties).map(text);
    return joined([
      `${text(event.event_type)} for ${text(party.requester)}`,
      asked.length > 0 && asked.join('; '),
      recipients.length > 0 && `received by ${recipients.join(', ')}`,
      granted && `reads: ${readsOf(processing.reads)}`,
      granted && daysOf(processing.data_from),
      granted && `until ${text(processing.until)}, unless it ended before`,
    ]);
  },
  'disclosure-receipt': (record) =>
    joined([
      `released to ${text(record.organisation)} for ${text(record.purpose)}: ${itemsOf(record.released)}`,
      list(record.withheld).length > 0 && `withheld: ${withheldOf(record.withheld)}`,
    ]),
  'retention-schedule': (record) =>
    joined([
      `contract of ${text(record.tenant)} ended ${text(record.contract_ended)}`,
      `everything is deleted from ${text(part(record, 'purge').from)} on`,
    ]),
  'erasure-attestation': (record) =>
    record.part === 2
      ? joined([
          `${text(record.tenant)} is erased`,
          `its KMS key is ${text(record.kms_key)}, checked ${text(record.checked)}`,
        ])
      : joined([
          record.scope === 'individual'
            ? `person ${text(record.person)} of ${text(record.tenant)} is erased`
            : `${text(record.tenant)} is erased`,
          `${amount(totalOf(part(record, 'deleted')), 'row', 'en')} deleted, verified ${text(part(record, 'verified').at)}`,
          ...list(record.kept).map(
            (set) =>
              `${text(part(set).ground)} keeps ${amount(sumOf(part(part(set).counts)), 'line', 'en')} until ${text(part(set).until)}`,
          ),
          `irrecoverable after ${text(record.irrecoverable_after)}`,
        ]),
  'export-manifest': (record) =>
    joined([
      `export of ${text(record.tenant)} (${text(record.scope)}) as of ${text(record.as_of)}`,
      `${amount(Number(record.parts), 'part', 'en')}, ${amount(sumOf(part(record.counts)), 'line', 'en')}`,
    ]),
};

const joined = (parts: readonly (string | false)[]) => parts.filter((one) => one !== false).join('; ');
const text = (value: unknown) => (typeof value === 'string' ? value : '?');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function part(value: unknown, name?: string): Record<string, unknown> {
  const inner = name === undefined ? value : part(value)[name];
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
}

/** How often may be read: `once`, `unlimited`, or a number of times. */
function readsOf(reads: unknown): string {
  const { times } = part(reads);
  return typeof times === 'number' ? amount(times, 'time', 'en') : text(reads);
}

/** From which days data may be read, if not from all. */
function daysOf(period: unknown): string | false {
  const { from, to } = part(period);
  const bounds = joined([typeof from === 'string' && `from ${from}`, typeof to === 'string' && `to ${to}`]);
  return bounds !== '' && `data ${bounds.replace('; ', ' ')}`;
}

function itemsOf(items: unknown): string {
  const named = list(items).map((item) => {
    const { category, fields } = part(item);
    return `${text(category)} (${list(fields).join(', ')})`;
  });
  return named.length === 0 ? 'nothing' : named.join('; ');
}

function withheldOf(items: unknown): string {
  return list(items)
    .map((item) => {
      const { category, field, fields, reason } = part(item);
      const which = field === undefined ? list(fields).join(', ') : text(field);
      return `${text(category)}${which === '' ? '' : ` (${which})`}, ${text(reason)}`;
    })
    .join('; ');
}

function totalOf(tables: Record<string, unknown>): number {
  return Object.values(tables).reduce<number>((sum, table) => sum + sumOf(part(table)), 0);
}

function sumOf(counts: Record<string, unknown>): number {
  return Object.values(counts).reduce<number>(
    (sum, count) => sum + (typeof count === 'number' ? count : 0),
    0,
  );
}
