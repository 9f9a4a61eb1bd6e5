import type { OpenAsk } from './open-request.ts';
import type { LockPlace } from './re-request-blocks.ts';

/** Where a No to a request stands: whoever of the organisation asks for the purpose meets it. */
export function lockPlaceOf({ row, content, person }: OpenAsk<'case'>): LockPlace {
  return {
    tenant: person.tenant.id,
    individual: row.individual,
    organisation: row.organisation,
    purpose: content.purpose,
  };
}
