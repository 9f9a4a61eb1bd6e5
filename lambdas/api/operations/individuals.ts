import { joined } from '../operation.ts';
import { myConsentRoutes } from '../routes/consents.ts';
import { myRequestRoutes } from '../routes/requests.ts';
import { sessionRoutes } from '../routes/sessions.ts';
import { myConsentSchemas } from '../schemas/individuals/consents.ts';
import { myRequestSchemas } from '../schemas/individuals/requests.ts';
import { sessionSchemas } from '../schemas/individuals/sessions.ts';

export const individualsOperations = joined(
  { ...sessionRoutes, ...myRequestRoutes, ...myConsentRoutes },
  { ...sessionSchemas, ...myRequestSchemas, ...myConsentSchemas },
);
