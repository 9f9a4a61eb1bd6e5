import type { Operation } from './operation.ts';
import { consentsOperations } from './operations/consents.ts';
import { disclosuresOperations } from './operations/disclosures.ts';
import { evidenceOperations } from './operations/evidence.ts';
import { individualsOperations } from './operations/individuals.ts';
import { publicOperations } from './operations/public.ts';
import { recordsOperations } from './operations/records.ts';
import { tenantsOperations } from './operations/tenants.ts';

/** The one table of operations. A zone imports only its own rows; everything else reads this. */
export const allOperations: readonly Operation[] = [
  ...publicOperations,
  ...tenantsOperations,
  ...recordsOperations,
  ...consentsOperations,
  ...disclosuresOperations,
  ...individualsOperations,
  ...evidenceOperations,
];
