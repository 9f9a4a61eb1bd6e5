import { joined } from '../operation.ts';
import { myConsentRoutes, withdrawalRoutes } from '../routes/consents.ts';
import { myDisclosureRoutes } from '../routes/disclosure.ts';
import { myRightsRoutes } from '../routes/people.ts';
import { myDataRoutes } from '../routes/records.ts';
import { myRefusalRoutes } from '../routes/requests.ts';
import { myConsentSchemas } from '../schemas/rights/consents.ts';
import { myDisclosureSchemas } from '../schemas/rights/disclosure.ts';
import { myStayingSchemas } from '../schemas/rights/erasure.ts';
import { myDataSchemas } from '../schemas/rights/records.ts';
import { myRefusalSchemas } from '../schemas/rights/requests.ts';
import { myRestrictionSchemas } from '../schemas/rights/restriction.ts';
import { withdrawalSchemas } from '../schemas/rights/withdrawal.ts';

export const rightsOperations = joined(
  {
    ...myConsentRoutes,
    ...withdrawalRoutes,
    ...myRefusalRoutes,
    ...myDisclosureRoutes,
    ...myDataRoutes,
    ...myRightsRoutes,
  },
  {
    ...myConsentSchemas,
    ...withdrawalSchemas,
    ...myRefusalSchemas,
    ...myDisclosureSchemas,
    ...myDataSchemas,
    ...myStayingSchemas,
    ...myRestrictionSchemas,
  },
);
