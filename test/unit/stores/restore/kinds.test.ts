import { expect, it } from 'vitest';
import { kindNamesOf } from '../../../../lambdas/model/registry.ts';
import { ruleOfKind } from '../../../../lambdas/stores/restore/kinds.ts';

it('every kind of row of Vault has a rule for a restored copy, and no rule is of a kind that is not there', () => {
  expect(Object.keys(ruleOfKind).sort()).toEqual([...kindNamesOf('vault')].sort());
});
