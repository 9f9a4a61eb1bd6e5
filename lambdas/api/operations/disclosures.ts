import { joined } from '../operation.ts';
import { disclosureRoutes } from '../routes/disclosure.ts';
import { disclosureSchemas } from '../schemas/disclosures/disclosure.ts';

export const disclosuresOperations = joined(disclosureRoutes, disclosureSchemas);
