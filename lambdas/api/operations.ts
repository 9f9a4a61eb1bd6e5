import type { Operation } from './operation.ts';
import { catalogueOperations } from './operations/catalogue.ts';
import { consentsOperations } from './operations/consents.ts';
import { disclosuresOperations } from './operations/disclosures.ts';
import { evidenceOperations } from './operations/evidence.ts';
import { individualsOperations } from './operations/individuals.ts';
import { publicOperations } from './operations/public.ts';
import { recordsOperations } from './operations/records.ts';
import { rightsOperations } from './operations/rights.ts';
import { tenantsOperations } from './operations/tenants.ts';

/** The table of all operations. A function imports only its own rows; everything else reads this. */
export const allOperations: readonly Operation[] = [
  ...publicOperations,
  ...tenantsOperations,
  ...catalogueOperations,
  ...recordsOperations,
  ...consentsOperations,
  ...disclosuresOperations,
  ...individualsOperations,
  ...rightsOperations,
  ...evidenceOperations,
];
