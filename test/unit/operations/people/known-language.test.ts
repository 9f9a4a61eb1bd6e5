import { expect, it } from 'vitest';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';
import { assertLanguageOf } from '../../../../lambdas/operations/people/known-language.ts';

it('individuals are enrolled in a language of the tenant, in which every notice is', () => {
  const german = { languages: ['de'] } as unknown as Tenant;
  expect(() => assertLanguageOf(german, 'de')).not.toThrow();
  expect(() => assertLanguageOf(german, undefined)).not.toThrow();
  expect(() => assertLanguageOf(german, 'en')).toThrow('invalid-request');
});
