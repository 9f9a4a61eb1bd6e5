/*
 * A practice that works, in this process: the deployment with one open tenant, its members, organisations,
 * categories and notice, and the real functions `records`, `consents`, `individuals` and
 * `rights`.
 *
 *   const praxis = await openPraxis();
 *   const individual = await praxis.enrol();
 *   const request = await praxis.ask(individual);
 *   const { consent } = await praxis.grant(request);
 */

import { sessionRow } from '../../../lambdas/model/session-rows.ts';
import * as demo from '../../../local/demo/praxis-nord.ts';
import { callsOf, type Got, principalOf, type Sent } from './call.ts';
import { anna, deployment, operator } from './deployment.ts';

export { anna, operator };
/** Writes records. */
export const paul = principalOf('paul');
/** Asks for Labor Süd, as her colleague Rolf does. */
export const rita = principalOf('rita');
export const rolf = principalOf('rolf');
/** Asks for Institut Ost. */
export const otto = principalOf('otto');
/** Audits. */
export const ute = principalOf('ute');
/** Administers, and asks for Labor Süd. */
export const ines = principalOf('ines');

const origin = 'http://localhost:4180';
let people = 0;

export type Praxis = Awaited<ReturnType<typeof openPraxis>>;

export async function openPraxis() {
  const deployed = await deployment();
  const { dynamo } = await import('../../../lambdas/platform/dynamodb/reads.ts');
  const { kms } = await import('../../../lambdas/platform/aws/kms.ts');
  const { csrfOf } = await import('../../../lambdas/stores/sessions/sessions.ts');
  const { rowHash } = await import('../../../lambdas/stores/sessions/secret-hashes.ts');
  const { newSecret } = await import('../../../lambdas/platform/runtime/random.ts');
  const functions = {
    records: (await import('../../../lambdas/functions/records.ts')).handler,
    consents: (await import('../../../lambdas/functions/consents.ts')).handler,
    individuals: (await import('../../../lambdas/functions/individuals.ts')).handler,
    rights: (await import('../../../lambdas/functions/rights.ts')).handler,
  };
  const records = callsOf({ records: functions.records });
  const consents = callsOf({ consents: functions.consents });
  const individuals = callsOf({ individuals: functions.individuals, rights: functions.rights });
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

  const askBody = (individualId: string, over: Readonly<Record<string, unknown>> = {}) => ({
    individualId,
    notice: { id: notice.id, version: notice.version },
    items: [{ category: 'health.lab' }],
    reads: 'unlimited',
    until: new Date(Date.now() + 90 * 24 * 3600 * 1000).toISOString(),
    ...over,
  });

  /** The page of an individual in a confirmed session, without the way there. */
  const page = async (individual: string) => {
    const secret = newSecret();
    const hash = rowHash(secret);
    const now = Date.now();
    await deployed.transact([
      {
        table: 'vault',
        put: {
          ...sessionRow.key(tenant, individual, hash),
          level: 'confirmed',
          link: hash,
          language: 'de',
          startedAt: new Date(now).toISOString(),
          endsAt: new Date(now + 1_800_000).toISOString(),
          extensions: 0,
          expiresAt: Math.floor(now / 1000) + 1800,
        },
      },
    ]);
    return (name: Parameters<typeof individuals>[0], sent: Sent = {}): Promise<Got> =>
      individuals(name, {
        ...sent,
        headers: {
          origin,
          'sec-fetch-site': 'same-origin',
          cookie: `__Host-habeas=${tenant}.${individual}.${secret}`,
          'x-csrf-token': csrfOf(secret),
        },
      });
  };

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
    page,
    someone,
    askBody,

    async enrol(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
      const { status, body } = await records('individual.create', {
        as: paul,
        path,
        body: { ...someone(), ...over },
      });
      if (status !== 201) throw new Error(`nobody was enrolled: ${JSON.stringify(body)}`);
      return String(body.id);
    },

    async ask(individual: string, over: Readonly<Record<string, unknown>> = {}, as = rita): Promise<string> {
      const { status, body } = await consents('request.create', {
        as,
        path,
        body: askBody(individual, over),
      });
      if (status !== 201) throw new Error(`nothing was asked: ${JSON.stringify(body)}`);
      return String(body.id);
    },

    /** The individual refuses. */
    async refuse(request: string): Promise<void> {
      const call = await page(`ind_${request.slice(4, 36)}`);
      const { status } = await call('request.decide', { path: { request }, body: { choice: 'refuse' } });
      if (status !== 200) throw new Error(`nothing was refused: ${status}`);
    },

    /** The individual grants all that was asked. */
    async grant(request: string) {
      const call = await page(`ind_${request.slice(4, 36)}`);
      const { body } = await call('request.show', { path: { request }, query: { language: 'de' } });
      const { shown, shownHash } = body as {
        shown: {
          until: string;
          reads: unknown;
          items: { category: string; fields: { code: string }[] }[];
        };
        shownHash: string;
      };
      const got = await call('request.decide', {
        path: { request },
        body: {
          choice: 'grant',
          items: shown.items.map(({ category, fields }) => ({
            category,
            fields: fields.map(({ code }) => code),
            explicit: true,
          })),
          until: shown.until,
          reads: shown.reads,
          shownHash,
          language: 'de',
        },
      });
      if (got.status !== 200) throw new Error(`nothing was granted: ${JSON.stringify(got.body)}`);
      return { consent: String(got.body.consentId), call };
    },

    /** Changes a row behind everybody's back. */
    change: (update: { pk: string; sk: string }, attributes: Record<string, unknown>) =>
      deployed.transact([{ table: 'vault', update, set: attributes }]),
  };
}
