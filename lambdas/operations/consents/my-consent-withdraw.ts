import type { individualsOperations } from '../../api/operations/individuals.ts';
import { type Consent, type ConsentEvent, consentStateAt } from '../../domain/consents/consent.ts';
import type { SessionAuthority } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { HandlerOf } from '../../http/serve.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Sealer } from '../../model/row.ts';
import type { ConsentRow } from '../../model/rows.ts';
import { read } from '../../platform/dynamodb/reads.ts';
import { equals, transact } from '../../platform/dynamodb/transaction.ts';
import { appendAudit } from '../../stores/audit/entries.ts';
import type { HeldConsent } from '../../stores/consents/consents.ts';
import { caseSealer } from '../../stores/keys/open-case.ts';
import { announce, dueMail } from '../../stores/outbox/due-mail.ts';
import { type Person, personOf } from '../../stores/people/person.ts';
import { lock, lockRowOf } from '../../stores/requests/re-request-blocks.ts';
import { visibleConsent } from './my-consents.ts';

const attempts = 5;

/**
 * Withdraws a permission, in a confirmed session or through its standing link. The disclosure gate checks the
 * version that this moves in its own transaction, so nothing that starts later succeeds. Withdrawing what is
 * withdrawn gives the first answer again.
 */
export const myConsentWithdraw: HandlerOf<typeof individualsOperations, 'my-consent.withdraw'> = async (
  { path, body, at },
  session,
) => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { person } = await personOf(session, at, ['case']);
    const sealer = await caseSealer(person.kmsKey, person.held.keys);
    const held = await visibleConsent(session, sealer, path.consent);
    const last = held.consent.events.at(-1);
    if (last?.type === 'withdrawn') return { body: answerOf(held.consent, last) };
    if (consentStateAt(held.consent, held.used, at) !== 'active')
      throw new Problem('conflict', { detail: 'it has ended already' });
    const event = await withdraw({ session, person, sealer, held, at, told: body.tellReason === true });
    if (event) return { body: answerOf(held.consent, event) };
  }
  throw new Problem('unavailable', { retryAfter: 1 });
};

function answerOf({ id }: Consent, { version, entry, leaf }: ConsentEvent) {
  return { id, state: 'withdrawn', version, audit: { entry, leaf } } as const;
}

interface Withdrawal {
  readonly session: SessionAuthority;
  readonly person: Person<'case'>;
  readonly sealer: Sealer;
  readonly held: HeldConsent;
  readonly at: string;
  /** Recipients may learn who ended it. */
  readonly told: boolean;
}

/** Writes the withdrawal, its lock, audit entry and mail; undefined when something changed in between. */
async function withdraw(withdrawal: Withdrawal): Promise<ConsentEvent | undefined> {
  const { session, person, sealer, held, at, told } = withdrawal;
  const { consent } = held;
  const { row, keys } = person.held;
  const tenant = person.tenant.id;
  const version = consent.version + 1;
  const place = {
    tenant,
    individual: row.id,
    organisation: consent.organisation,
    purpose: consent.purpose,
  };
  const [lockRow] = await read([lockRowOf(place)]);
  const audit = appendAudit({
    type: 'consent.withdrawn',
    at,
    tenant,
    actorRef: keys.auditRef,
    individualRef: keys.auditRef,
    object: { id: consent.id, under: keys.auditRef },
    version,
  });
  const event: ConsentEvent = {
    version,
    type: 'withdrawn',
    at,
    entry: audit.entry,
    leaf: audit.leaf,
    actor: 'individual',
    channel: session.level === 'standing' ? 'standing-link' : 'page',
    told,
    contact: { setAt: row.contactSetAt, setBy: row.contactSetBy },
  };
  const ended: Consent = { ...consent, state: 'withdrawn', version, events: [...consent.events, event] };
  const changed: Pick<ConsentRow, 'state' | 'version' | 'sealed'> = {
    state: 'withdrawn',
    version,
    sealed: sealer.seal('consent', consent.id, version, ended),
  };
  const mail = dueMail(
    {
      kind: 'withdrawn',
      tenant,
      individual: row.id,
      consent: consent.id,
      request: consent.request,
      leaf: audit.leaf,
    },
    at,
  );
  const overtaken = new Error('overtaken');
  try {
    await transact([
      {
        table: 'vault',
        update: held.row,
        set: { ...changed },
        if: equals({ state: 'active', version: consent.version }),
        else: overtaken,
      },
      {
        table: 'vault',
        update: vaultKey.individual(tenant, row.id),
        // Whoever asks at the same moment has to look at the locks again.
        add: { asks: 1 },
        if: equals({ gate: row.gate }),
        else: overtaken,
      },
      { ...lock(place, lockRow, sealer, consent.items, at), else: overtaken },
      ...audit.writes,
      mail.write,
    ]);
  } catch (error) {
    if (error !== overtaken) throw error;
    return undefined;
  }
  await announce(mail);
  return event;
}
