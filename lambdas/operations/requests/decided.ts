import type { SessionAuthority } from '../../domain/members/authority.ts';
import type { Language } from '../../domain/values.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { DecisionContent, RequestRow } from '../../model/rows.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';
import type { Appended } from '../../stores/audit/entries.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import type { OpenAsk } from '../../stores/requests/open-request.ts';

/** A decision of a session on an open request, as it came. */
export interface Deciding {
  readonly ask: OpenAsk<'case'>;
  readonly session: SessionAuthority;
  /** Hash of the decision as it came. */
  readonly bodyHash: string;
  readonly at: string;
  /** Thrown by a write whose row has changed since it was read. */
  readonly overtaken: Error;
}

/** What the answer to a decision says. */
export interface DecisionAnswer {
  id: string;
  state: RequestRow['state'];
  consentId?: string;
  audit: { entry: string; leaf: string };
}

/** The audit entry of a decision, about the consent or, when there is none, about the request. */
export function auditOf(
  { ask, at }: Deciding,
  type: 'consent.granted' | 'consent.refused',
  object: string,
): Appended {
  const { auditRef } = ask.person.held.keys;
  return appendAudit({
    type,
    at,
    tenant: ask.person.tenant.id,
    actorRef: auditRef,
    individualRef: auditRef,
    object: { id: object, under: auditRef },
    ...(type === 'consent.granted' && { version: 1 }),
  });
}

/**
 * The writes that end a request by a decision: its own row, which must be as it was read, and the link that led to
 * it, which is used up. Of decisions made at once only one passes.
 */
export function endRequest(
  { ask: { row, key, sealer, person }, session, bodyHash, at, overtaken }: Deciding,
  audit: Appended,
  outcome: { readonly state: 'granted' | 'refused'; readonly consent?: string },
  seen: { readonly hash: string; readonly language: Language },
  told = false,
): Write[] {
  const { contactSetAt, contactSetBy } = person.held.row;
  const content: DecisionContent = {
    choice: outcome.state === 'granted' ? 'grant' : 'refuse',
    at,
    entry: audit.entry,
    leaf: audit.leaf,
    session: session.session,
    bodyHash,
    shownHash: seen.hash,
    language: seen.language,
    contact: { setAt: contactSetAt, setBy: contactSetBy },
    told,
  };
  const link = vaultKey.link(person.tenant.id, session.individual, session.link);
  return [
    {
      table: 'vault',
      update: key,
      set: { ...outcome, version: row.version + 1, decided: sealer.seal('decision', row.id, 1, content) },
      unset: ['provisional'],
      if: equals({ state: 'pending', version: row.version }),
      else: overtaken,
    },
    ...(session.request === row.id
      ? [
          {
            table: 'vault',
            update: link,
            set: { usedAt: at },
            if: {
              expression: 'attribute_exists(pk) AND attribute_not_exists(#u)',
              names: { '#u': 'usedAt' },
              values: {},
            },
            else: 'link-used',
          } as const,
        ]
      : []),
  ];
}

/**
 * The write on the individual's row that comes with every No: the gate has not moved, and whoever asks at the same
 * moment has to look at the locks again.
 */
export function countedNo({ ask: { person }, overtaken }: Pick<Deciding, 'ask' | 'overtaken'>): Write {
  const { id, gate } = person.held.row;
  return {
    table: 'vault',
    update: vaultKey.individual(person.tenant.id, id),
    add: { asks: 1 },
    if: equals({ gate }),
    else: overtaken,
  };
}
