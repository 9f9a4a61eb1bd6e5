import { joined } from '../operation.ts';
import { withdrawalRoutes } from '../routes/consents.ts';
import { myRequestRoutes } from '../routes/requests.ts';
import { sessionRoutes } from '../routes/sessions.ts';
import { myRequestSchemas } from '../schemas/individuals/requests.ts';
import { sessionSchemas } from '../schemas/individuals/sessions.ts';
import { withdrawalSchemas } from '../schemas/individuals/withdrawal.ts';

export const individualsOperations = joined(
  { ...sessionRoutes, ...myRequestRoutes, ...withdrawalRoutes },
  { ...sessionSchemas, ...myRequestSchemas, ...withdrawalSchemas },
);
