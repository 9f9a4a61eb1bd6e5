import { describe, expect, it } from 'vitest';
import { disclosureSchemas } from '../../../lambdas/api/schemas/disclosures/disclosure.ts';

const wanted = {
  individualId: `ind_${'0'.repeat(32)}`,
  purpose: 'MedicalHealth',
  categories: ['health.lab'],
};

describe.each(['disclosure.create', 'disclosure.preview'] as const)('%s', (name) => {
  it('refuses fields of a category that is not requested, and never widens them to all fields', () => {
    const { body } = disclosureSchemas[name];
    expect(body.safeParse({ ...wanted, fields: { 'health.lab': ['value'] } }).success).toBe(true);
    const { error } = body.safeParse({ ...wanted, fields: { lab: ['value'] } });
    expect(error?.issues.map(({ path }) => path)).toEqual([['fields']]);
  });
});
