import { individualRef } from '../../../lambdas/crypto/keyed-hash.ts';
/*
 * A scenario in this process: the deployment with one open tenant, its members, organisations, categories and notice,
 * and the real functions `records`, `consents`, `disclosures`, `individuals` and `rights`.
 *
 *   const scenario = await openScenario();
 *   const individual = await scenario.enrol();
 *   await scenario.store(individual, { category: 'health.lab', date: '2026-10-01', fields: { … } });
 *   const request = await scenario.request(individual);
 *   const { consent } = await scenario.grant(request);
 */

import type { AuditEntry } from '../../../lambdas/domain/evidence/audit.ts';
import type { RecordContent } from '../../../lambdas/domain/records/record.ts';
import type { TenantState } from '../../../lambdas/domain/tenants/tenancy.ts';
import { auditSecretRow } from '../../../lambdas/model/key-rows.ts';
import { requestRow } from '../../../lambdas/model/request-rows.ts';
import type { IndividualUse, Sealer } from '../../../lambdas/model/row.ts';
import { sessionRow } from '../../../lambdas/model/session-rows.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import type { Key } from '../../../lambdas/platform/dynamodb/key.ts';
import { tokenText } from '../../../lambdas/stores/sessions/session-token.ts';
import * as demo from '../../../local/demo/praxis-nord.ts';
import { callsOf, type Got, principalOf, type Sent } from '../in-process/call.ts';
import { anna, type Deployment, deployment, operator } from '../in-process/deployment.ts';
import { consentRequest, grantOf, type Shown } from './bodies.ts';

export { anna, operator };
/** Writes records. */
export const paul = principalOf('paul');
/** Requests for Labor Süd, as her colleague Rolf does. */
export const rita = principalOf('rita');
export const rolf = principalOf('rolf');
/** Requests for Institut Ost. */
export const otto = principalOf('otto');
/** Audits. */
export const ute = principalOf('ute');
/** Administers, and requests for Labor Süd. */
export const ines = principalOf('ines');

const origin = 'http://localhost:4180';
let people = 0;

export type Scenario = Awaited<ReturnType<typeof openScenario>>;

/** A deployment with one open tenant; or another tenant of a deployment that is there. */
export async function openScenario(there?: Deployment) {
  const deployed = there ?? (await deployment());
  const { dynamo } = await import('../../../lambdas/platform/dynamodb/reads.ts');
  const { kms } = await import('../../../lambdas/platform/aws/kms.ts');
  const { csrfOf } = await import('../../../lambdas/stores/sessions/sessions.ts');
  const { secretHash } = await import('../../../lambdas/crypto/one-time.ts');
  const { unwrappedSealer } = await import('../../../lambdas/stores/keys/unwrapped-keys.ts');
  const { readIndividual } = await import('../../../lambdas/stores/people/individuals.ts');
  const { newSecret } = await import('../../../lambdas/platform/runtime/random.ts');
  const functions = {
    records: (await import('../../../lambdas/functions/records.ts')).handler,
    consents: (await import('../../../lambdas/functions/consents.ts')).handler,
    individuals: (await import('../../../lambdas/functions/individuals.ts')).handler,
    rights: (await import('../../../lambdas/functions/rights.ts')).handler,
    disclosures: (await import('../../../lambdas/functions/disclosures.ts')).handler,
    evidence: (await import('../../../lambdas/functions/evidence.ts')).handler,
  };
  const records = callsOf({ records: functions.records });
  const consents = callsOf({ consents: functions.consents });
  const disclosures = callsOf({ disclosures: functions.disclosures });
  const evidence = callsOf({ evidence: functions.evidence });
  const individuals = callsOf({
    individuals: functions.individuals,
    rights: functions.rights,
    records: functions.records,
  });
  const tenant = await deployed.openTenant();
  const path = { tenant };
  const set = async (
    name: Parameters<typeof deployed.call>[0],
    more: Readonly<Record<string, string>>,
    body: unknown,
  ) => {
    const got = await deployed.call(name, { as: anna, path: { ...path, ...more }, body });
    if (got.status >= 300) throw new Error(`${name}: ${JSON.stringify(got.body)}`);
    return got.body;
  };
  await set('organisation.set', { organisation: 'labor-sued' }, demo.laborSued);
  await set('organisation.set', { organisation: 'institut-ost' }, demo.laborSued);
  for (const [category, content] of Object.entries(demo.categories))
    await set('category.set', { category }, content);
  const content = { ...demo.notice, recipients: ['labor-sued', 'institut-ost'] };
  const notice = await set('notice.publish', {}, { content });
  for (const [subject, body] of Object.entries({
    paul: { roles: ['provider'] },
    rita: { roles: ['requester'], organisation: 'labor-sued' },
    rolf: { roles: ['requester'], organisation: 'labor-sued' },
    otto: { roles: ['requester'], organisation: 'institut-ost' },
    ute: { roles: ['auditor'] },
    ines: { roles: ['admin', 'requester'], organisation: 'labor-sued' },
  }))
    await deployed.member(tenant, subject, body);

  /** What a provider sends to enrol somebody nobody else is. */
  const someone = () => {
    people += 1;
    return {
      reference: `PN-${people}`,
      contact: { email: `person-${people}@example.org`, name: `Person ${people}` },
      language: 'de',
    };
  };

  const requestBody = (individualId: string, over: Readonly<Record<string, unknown>> = {}) => ({
    ...consentRequest(individualId, notice as { id: string; version: number }),
    ...over,
  });

  /** The page of an individual in a confirmed session, without the way there. */
  const page = async (individual: string, language: 'de' | 'en' = 'de') => {
    const secret = newSecret();
    const hash = secretHash(secret);
    const now = Date.now();
    await deployed.transact([
      sessionRow.put([tenant, individual, hash], {
        level: 'confirmed',
        link: hash,
        addressVersion: 1,
        language,
        startedAt: new Date(now).toISOString(),
        endsAt: new Date(now + 1_800_000).toISOString(),
        extensions: 0,
        expiresAt: Math.floor(now / 1000) + 1800,
      }),
    ]);
    return (name: Parameters<typeof individuals>[0], sent: Sent = {}): Promise<Got> =>
      individuals(name, {
        ...sent,
        headers: {
          origin,
          'sec-fetch-site': 'same-origin',
          cookie: `__Host-habeas=${tokenText({ tenant, individual, secret })}`,
          'x-csrf-token': csrfOf(secret),
        },
      });
  };

  const change = (update: Key, attributes: Readonly<Record<string, unknown>>) =>
    deployed.transact([{ table: 'vault', update, set: { ...attributes } }]);

  return {
    ...deployed,
    tenant,
    path,
    notice,
    clients: [dynamo, kms],
    records: (name: Parameters<typeof records>[0], sent: Sent = {}) =>
      records(name, { as: paul, ...sent, path: { ...path, ...sent.path } }),
    consents: (name: Parameters<typeof consents>[0], sent: Sent = {}) =>
      consents(name, { as: rita, ...sent, path: { ...path, ...sent.path } }),
    /** Operations of the gate. */
    disclosures: (name: Parameters<typeof disclosures>[0], sent: Sent = {}) =>
      disclosures(name, { as: rita, ...sent, path: { ...path, ...sent.path } }),
    /** Operations of the audit log. */
    evidence: (name: Parameters<typeof evidence>[0], sent: Sent = {}) =>
      evidence(name, { as: anna, ...sent, path: { ...path, ...sent.path } }),
    individuals,
    page,
    someone,
    requestBody,

    async enrol(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
      const { status, body } = await records('individual.create', {
        as: paul,
        path,
        body: { ...someone(), ...over },
      });
      if (status !== 201) throw new Error(`nobody was enrolled: ${JSON.stringify(body)}`);
      return String(body.id);
    },

    /** Stores records of an individual. */
    async store(individual: string, ...contents: readonly RecordContent[]): Promise<void> {
      const { status, body } = await records('record.batch', {
        as: paul,
        path: { ...path, individual },
        body: { records: contents },
      });
      if (status !== 201) throw new Error(`nothing was stored: ${JSON.stringify(body)}`);
    },

    /** Sends a consent request; gives its id. */
    async request(
      individual: string,
      over: Readonly<Record<string, unknown>> = {},
      as = rita,
    ): Promise<string> {
      const { status, body } = await consents('request.create', {
        as,
        path,
        body: requestBody(individual, over),
      });
      if (status !== 201) throw new Error(`nothing was requested: ${JSON.stringify(body)}`);
      return String(body.id);
    },

    /** The individual refuses. */
    async refuse(request: string): Promise<void> {
      const call = await page(`ind_${request.slice(4, 36)}`);
      const { status } = await call('request.decide', { path: { request }, body: { choice: 'refuse' } });
      if (status !== 200) throw new Error(`nothing was refused: ${status}`);
    },

    /** The individual grants all that was requested. */
    async grant(request: string) {
      const call = await page(`ind_${request.slice(4, 36)}`);
      const { body } = await call('request.show', { path: { request }, query: { language: 'de' } });
      const decision = grantOf(body as unknown as Shown);
      const got = await call('request.decide', { path: { request }, body: decision });
      if (got.status !== 200) throw new Error(`nothing was granted: ${JSON.stringify(got.body)}`);
      return { consent: String(got.body.consentId), call };
    },

    /** What opens and seals the values of an individual, to look into rows that no operation shows. */
    async sealer(individual: string, use: IndividualUse): Promise<Sealer> {
      const { keys } = await readIndividual(tenant, individual, [use]);
      const row = await deployed.tenantRow(tenant);
      return unwrappedSealer(String(row?.kmsKey), keys, use);
    },

    /** Audit entries about an individual of one type, newest first. */
    async entries(individual: string, type: string): Promise<AuditEntry[]> {
      const [found] = await deployed.read([auditSecretRow.at(tenant, individual)]);
      const secret = auditSecretRow.from(found)?.secret;
      const ref = secret === undefined ? undefined : individualRef(secret);
      const all = await deployed.entriesOf(tenant);
      return all.filter((entry) => entry.type === type && entry.individualRef === ref);
    },

    /** A row of Vault as it is stored. */
    async row(key: Key): Promise<Record<string, unknown> | undefined> {
      const [row] = await deployed.read([{ table: 'vault', key }]);
      return row;
    },

    // What only time, the workflow or nobody does, is written by hand.

    /** Changes a row of Vault behind everybody's back. */
    change,

    /** Moves the contract to another state, as the workflow does. */
    setState: (state: TenantState, more: Readonly<Record<string, unknown>> = {}, of = tenant) =>
      change(tenantRow.key(of), { state, ...more }),

    /** The message of a consent request went out, and the time to answer is over. */
    lapse: (request: string) =>
      change(requestRow.key(tenant, `ind_${request.slice(4, 36)}`, request), {
        sentAt: new Date(Date.now() - 2).toISOString(),
        lapsesAt: new Date(Date.now() - 1).toISOString(),
      }),
  };
}
