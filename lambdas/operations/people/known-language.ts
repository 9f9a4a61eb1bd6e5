import type { Tenant } from '../../domain/members/authority.ts';
import { Problem } from '../../domain/problems.ts';
import type { Language } from '../../domain/values.ts';

/**
 * People are enrolled in a language of the tenant, in which every notice is.
 * @throws Problem `invalid-request` for another one
 */
export function assertLanguageOf({ languages }: Tenant, language: Language | undefined): void {
  if (language !== undefined && !languages.includes(language))
    throw new Problem('invalid-request', {
      errors: [{ pointer: '/language', detail: 'not a language of the tenant' }],
    });
}
