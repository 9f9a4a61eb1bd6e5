import { joined } from '../operation.ts';
import { myRequestRoutes } from '../routes/requests.ts';
import { sessionRoutes } from '../routes/sessions.ts';
import { myRequestSchemas } from '../schemas/individuals/requests.ts';
import { sessionSchemas } from '../schemas/individuals/sessions.ts';

export const individualsOperations = joined(
  { ...sessionRoutes, ...myRequestRoutes },
  { ...sessionSchemas, ...myRequestSchemas },
);
