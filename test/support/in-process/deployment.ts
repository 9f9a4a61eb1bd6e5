/*
 * A deployment in this process: a local AWS of its own, an operator, and tenants as the real functions `tenants`,
 * `catalogue` and `keymaker` make them.
 *
 *   const deployed = await deployment();
 *   const tenant = await deployed.openTenant();     // its first admin is `anna`
 *   const { status, body } = await deployed.call('member.list', { as: anna, path: { tenant } });
 */

import type { AuditEntry } from '../../../lambdas/domain/evidence/audit.ts';
import { entryList, entryRow } from '../../../lambdas/model/audit-rows.ts';
import { memberRow } from '../../../lambdas/model/member-rows.ts';
import { deploymentTree } from '../../../lambdas/model/tables.ts';
import { tenantRow } from '../../../lambdas/model/tenant-rows.ts';
import { present } from '../../../lambdas/platform/dynamodb/transaction.ts';
import { callsOf, principalOf, type Sent } from './call.ts';
import { attended } from './keymaker.ts';
import { issuer, openAccount } from './local-aws.ts';

export const operator = principalOf('olga');
export const anna = principalOf('anna');

export type Deployment = Awaited<ReturnType<typeof deployment>>;

/** What an operator sends to create a tenant. */
export const practice = {
  name: 'Praxis Nord',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  helpPhone: '+49 461 5550100',
  firstAdmin: { subject: 'anna' },
};

export async function deployment() {
  await openAccount();
  const { addOperator } = await import('../../../lambdas/stores/deployment/operators.ts');
  const { handler: tenants } = await import('../../../lambdas/functions/tenants.ts');
  const { handler: catalogue } = await import('../../../lambdas/functions/catalogue.ts');
  const { handler } = await import('../../../lambdas/functions/keymaker.ts');
  const { queryAll, read } = await import('../../../lambdas/platform/dynamodb/reads.ts');
  const { transact } = await import('../../../lambdas/platform/dynamodb/transaction.ts');
  const keymaker = (message: { readonly tenant: string }) => attended(handler, message);
  await addOperator(issuer, 'olga');
  const call = callsOf({ tenants, catalogue });

  const createTenant = async (over: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const { status, body } = await call('tenant.create', { as: operator, body: { ...practice, ...over } });
    if (status !== 202) throw new Error(`no tenant was created: ${JSON.stringify(body)}`);
    return body.id as string;
  };

  /** Audit entries of a tenant, or of the deployment, newest first. */
  const entriesOf = async (tenant: string): Promise<AuditEntry[]> => {
    const { table, partitions } = entryList(tenant);
    const found = await Promise.all(partitions.map((pk) => queryAll({ table, pk, index: 'listing' })));
    const places = found.flat().sort((a, b) => (String(a.listSk) < String(b.listSk) ? 1 : -1));
    const rows = await read(places.map(({ pk, sk }) => ({ table: 'evidence', key: { pk, sk } })));
    return rows.flatMap((row) => (row ? [entryRow.from(row).body] : []));
  };

  return {
    call,
    keymaker,
    queryAll,
    read,
    transact,
    createTenant,

    /** A tenant that is open, with `anna` as its first admin. */
    async openTenant(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
      const tenant = await createTenant(over);
      await keymaker({ tenant });
      return tenant;
    },

    /** Makes a principal a member, by `anna`; gives its id. */
    async member(tenant: string, subject: string, body: Readonly<Record<string, unknown>>): Promise<string> {
      const sent: Sent = { as: anna, path: { tenant }, body: { principal: { subject }, ...body } };
      const answer = await call('member.set', sent);
      if (answer.status !== 200) throw new Error(`no member was set: ${JSON.stringify(answer.body)}`);
      return answer.body.id as string;
    },

    /** Makes a principal an admin who has been one for long, and whom nobody of the tenant made. */
    async longAdmin(tenant: string, subject: string): Promise<void> {
      const id = await this.member(tenant, subject, { roles: ['admin'] });
      const since = '2020-01-01T00:00:00.000Z';
      const change = { set: { since, by: [], adminSince: since, adminBy: [] } };
      await transact([memberRow.update([tenant, id], change, { if: present })]);
    },

    /** A tenant's row as it is stored. */
    async tenantRow(tenant: string) {
      const [row] = await read([tenantRow.at(tenant)]);
      return row;
    },

    entriesOf,

    /** Audit entries of a tenant, or of the deployment, oldest first, each as `type` or `type: outcome`. */
    async log(tenant: string = deploymentTree): Promise<string[]> {
      return (await entriesOf(tenant))
        .toReversed()
        .map(({ type, outcome }) => (outcome === 'done' ? type : `${type}: ${outcome}`));
    },
  };
}
