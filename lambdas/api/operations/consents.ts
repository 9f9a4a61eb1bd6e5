import { joined } from '../operation.ts';
import { consentRoutes } from '../routes/consents.ts';
import { requestRoutes } from '../routes/requests.ts';
import { consentSchemas } from '../schemas/consents/consents.ts';
import { requestSchemas } from '../schemas/consents/requests.ts';

export const consentsOperations = joined(
  { ...requestRoutes, ...consentRoutes },
  { ...requestSchemas, ...consentSchemas },
);
