import { beforeAll, describe, expect, it } from 'vitest';
import { principalOf } from '../../../support/in-process/call.ts';
import { type Deployment, deployment } from '../../../support/in-process/deployment.ts';
import { issuer } from '../../../support/in-process/local-aws.ts';

let deployed: Deployment;
let addOperator: typeof import('../../../../lambdas/stores/deployment/operators.ts').addOperator;

beforeAll(async () => {
  deployed = await deployment();
  ({ addOperator } = await import('../../../../lambdas/stores/deployment/operators.ts'));
}, 60_000);

describe('adding an operator', () => {
  it('lets them act with the next call, and stands in the log of the deployment', async () => {
    const list = () => deployed.call('tenant.list', { as: principalOf('oscar') });
    expect((await list()).status).toBe(403);
    expect(await addOperator(issuer, 'oscar')).toEqual({ id: principalOf('oscar'), added: true });
    expect((await list()).status).toBe(200);
    expect((await deployed.log()).filter((type) => type === 'operator.added')).toHaveLength(2);
  });

  it('is refused for a member of any tenant, who would be both', async () => {
    const tenant = await deployed.openTenant();
    await deployed.member(tenant, 'rita', { roles: ['auditor'] });
    await expect(addOperator(issuer, 'rita')).rejects.toMatchObject({ code: 'separation-of-duties' });
    await expect(addOperator(issuer, 'anna')).rejects.toMatchObject({ code: 'separation-of-duties' });
  });

  it('happens once, however often and at once it is done', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => addOperator(issuer, 'oda')));
    expect(answers.filter(({ added }) => added)).toHaveLength(1);
    expect(await addOperator(issuer, 'oda')).toEqual({ id: principalOf('oda'), added: false });
    expect((await deployed.log()).filter((type) => type === 'operator.added')).toHaveLength(3);
  });
});
