import type { ResultOf } from '../../../lambdas/api/client.ts';
import { countsOf } from '../../../lambdas/domain/counts.ts';
import { OffScript, type Stage } from '../stage.ts';
import type { Practice } from './practice.ts';
import { nobody } from './reading.ts';

/** The operator ends the contract: from the same moment nothing is written, requested or disclosed any more. */
export async function endContract(
  stage: Stage,
  { tenant, notice }: Practice,
  individual: string,
): Promise<void> {
  const path = { tenant };
  const ended = await stage.does('operator', 'termination.set', { path, body: { reason: 'end-of-service' } });
  stage.say(`the contract is in ${ended.state}; the data can be had until ${ended.purgeAt}`);
  await stage.refuses(
    'provider',
    'record.batch',
    { path: { ...path, individual }, body: { records: [lateRecord] } },
    'tenant-not-open',
  );
  await stage.refuses(
    'provider',
    'individual.create',
    {
      path,
      body: { reference: 'PN-99999', contact: { email: 'late@example.org' }, language: 'de' },
    },
    'tenant-not-open',
  );
  await stage.refuses(
    'requester',
    'disclosure.create',
    { path, body: { individualId: individual, purpose: 'MedicalHealth', categories: ['health.lab'] } },
    'tenant-not-open',
  );
  await stage.refuses(
    'requester',
    'request.create',
    {
      path,
      body: {
        individualId: nobody,
        notice,
        items: [{ category: 'health.lab' }],
        reads: 'once',
        until: '2027-01-01T00:00:00Z',
      },
    },
    'tenant-not-open',
  );
}

const lateRecord = {
  category: 'contact',
  date: '2026-11-24',
  fields: { name: 'Late Entry' },
};

/** Admin and auditor still read what accounts for everything: consents, receipts, the audit log. */
export async function readEvidence(
  stage: Stage,
  { tenant }: Practice,
  consent: string,
): Promise<ResultOf<'consent.receipt'>> {
  const path = { tenant };
  const consents = await stage.does('admin', 'consent.list', { path });
  const receipt = await stage.does('admin', 'consent.receipt', { path: { ...path, consent } });
  stage.say(`${consents.items.length} consent, now ${consents.items[0]?.state}, with its signed receipt`);
  const types: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await stage.call('auditor', 'audit.list', {
      path,
      query: { limit: 100, ...(cursor && { cursor }) },
    });
    if (!page.ok) throw new OffScript(`audit.list: ${page.status}`);
    types.push(...page.body.items.map(({ type }) => type));
    cursor = page.body.next;
  } while (cursor !== undefined);
  stage.say(
    `the audit log: ${Object.entries(countsOf(types))
      .sort()
      .map(([type, n]) => `${n} ${type}`)
      .join(', ')}`,
  );
  return receipt;
}

/** The retrieval window ends, then the purge runs; it counts as done when the first attestation is there. */
export async function watchPurge(stage: Stage, { tenant }: Practice): Promise<ResultOf<'attestation.read'>> {
  let last = '';
  const id = await stage.until('the attestation', 300, async () => {
    const reply = await stage.call('operator', 'retention.read', { path: { tenant } });
    if (!reply.ok) throw new OffScript(`retention.read: ${reply.status}`);
    // Nobody else calls it within the minute.
    if (reply.body.state === 'retrieval') await stage.reconcile();
    if (reply.body.state !== last) stage.say(`the tenant is in ${reply.body.state}`);
    last = reply.body.state;
    return reply.body.attestations[0];
  });
  const reply = await stage.call(undefined, 'attestation.read', { path: { attestation: id } });
  if (!reply.ok) throw new OffScript(`attestation.read: ${reply.status}`);
  stage.say(`anybody who knows its id reads the attestation: GET /v1/attestations/${id}`);
  return reply.body;
}
