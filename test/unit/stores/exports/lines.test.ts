import { expect, it } from 'vitest';
import { rowKinds } from '../../../../lambdas/model/registry.ts';
import { exportedKinds } from '../../../../lambdas/stores/exports/lines.ts';

it('takes every kind of row that is a tenant’s, or says why not', () => {
  const walked = rowKinds.filter(
    ({ table, families }) =>
      (table === 'vault' && families.some((one) => one === 'tenant' || one === 'shard')) ||
      (table === 'evidence' && families.includes('log')),
  );
  expect(Object.keys(exportedKinds).sort()).toEqual([...new Set(walked.map(({ name }) => name))].sort());
});
