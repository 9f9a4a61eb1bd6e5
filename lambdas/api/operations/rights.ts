import { joined } from '../operation.ts';
import { myConsentRoutes } from '../routes/consents.ts';
import { myDisclosureRoutes } from '../routes/disclosure.ts';
import { myDataRoutes } from '../routes/records.ts';
import { myRequestReceiptRoutes } from '../routes/requests.ts';
import { myConsentSchemas } from '../schemas/rights/consents.ts';
import { myDisclosureSchemas } from '../schemas/rights/disclosure.ts';
import { myDataSchemas } from '../schemas/rights/records.ts';
import { myRequestReceiptSchemas } from '../schemas/rights/requests.ts';

export const rightsOperations = joined(
  { ...myConsentRoutes, ...myRequestReceiptRoutes, ...myDisclosureRoutes, ...myDataRoutes },
  { ...myConsentSchemas, ...myRequestReceiptSchemas, ...myDisclosureSchemas, ...myDataSchemas },
);
