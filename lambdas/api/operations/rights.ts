import { joined } from '../operation.ts';
import { myDisclosureRoutes } from '../routes/disclosure.ts';
import { myDataRoutes } from '../routes/records.ts';
import { myDisclosureSchemas } from '../schemas/rights/disclosure.ts';
import { myDataSchemas } from '../schemas/rights/records.ts';

export const rightsOperations = joined(
  { ...myDisclosureRoutes, ...myDataRoutes },
  { ...myDisclosureSchemas, ...myDataSchemas },
);
