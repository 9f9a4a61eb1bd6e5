/*
 * What members reach in a scenario: one object for each kind that a path can name, and every operation of theirs, sent
 * to the functions in this process whether it makes sense or not.
 */
import { randomBytes } from 'node:crypto';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { deletionList, deletionRow } from '../../../lambdas/model/erasure-rows.ts';
import { placeIn } from '../../../lambdas/model/places.ts';
import { callsOf, type Got, type Sent } from '../in-process/call.ts';
import { exportKeyPair } from '../in-process/export-key.ts';
import { anna, type Scenario, ute } from './in-process.ts';

/** Those of the path variables that an operation's path has. */
const variablesOf = ({ path }: Operation, all: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => path.includes(`{${name}}`)));

/** The functions that members call. */
async function memberFunctions() {
  return {
    tenants: (await import('../../../lambdas/functions/tenants.ts')).handler,
    catalogue: (await import('../../../lambdas/functions/catalogue.ts')).handler,
    records: (await import('../../../lambdas/functions/records.ts')).handler,
    consents: (await import('../../../lambdas/functions/consents.ts')).handler,
    disclosures: (await import('../../../lambdas/functions/disclosures.ts')).handler,
    evidence: (await import('../../../lambdas/functions/evidence.ts')).handler,
    rights: (await import('../../../lambdas/functions/rights.ts')).handler,
  };
}

/** Sends a call of any operation that members have; of the path variables those that its path has. */
export async function memberCalls(): Promise<(operation: Operation, sent: Sent) => Promise<Got>> {
  const call = callsOf(await memberFunctions());
  return (operation, sent) =>
    call(operation.name as Parameters<typeof call>[0], {
      ...sent,
      path: variablesOf(operation, sent.path ?? {}),
    });
}

/** Path variables that lead to what is there: one object of a practice for each kind a path can name. */
export async function objectsOf(scenario: Scenario): Promise<Record<string, string>> {
  const individual = await scenario.enrol();
  await scenario.store(individual, {
    category: 'health.lab',
    date: '2026-10-01',
    fields: { test: 'HbA1c', loinc: '4548-4', value: 5.4, unit: '%' },
  });
  const request = await scenario.request(individual);
  const { consent } = await scenario.grant(request);
  const read = await scenario.disclosures('disclosure.create', { body: wanted(individual) });
  const [record] = read.body.records as { readonly id: string }[];
  return {
    tenant: scenario.tenant,
    individual,
    record: String(record?.id),
    request,
    consent,
    disclosure: String(read.body.id),
    notice: String(scenario.notice.id),
    version: '1',
    organisation: 'labor-sued',
    category: 'health.lab',
    member: ute,
    export: await evidenceOf(scenario),
    deletion: await deletionOf(scenario),
    part: '1',
  };
}

/** An export of evidence, which needs no second admin. */
async function evidenceOf(scenario: Scenario): Promise<string> {
  const body = { scope: 'evidence', key: exportKeyPair().key };
  const got = await scenario.call('export.ask', { as: anna, path: scenario.path, body });
  return String(got.body.id);
}

/** A request to delete, as an erasure leaves one. */
async function deletionOf({ tenant, transact }: Scenario): Promise<string> {
  const bits = randomBytes(16).toString('hex');
  const id = `del_${bits}`;
  const until = '2999-01-01T00:00:00.000Z';
  const row = {
    ...{
      id,
      organisation: 'labor-sued',
      individual: `ind_${bits}`,
      consents: [],
      attestation: `att_${bits}`,
    },
    ...{ askedAt: until, until, expiresAt: 32_472_144_000, version: 1 },
    ...placeIn(deletionList(tenant), deletionRow.key(tenant, id), until, id),
  };
  await transact([deletionRow.put([tenant, id], row)]);
  return id;
}

/** What a read of the laboratory results asks. */
export const wanted = (individualId: string) => ({
  individualId,
  purpose: 'MedicalHealth',
  categories: ['health.lab'],
});
