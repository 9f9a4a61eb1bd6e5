import { joined } from '../operation.ts';
import { catalogueRoutes } from '../routes/catalogue.ts';
import { catalogueSchemas } from '../schemas/catalogue/catalogue.ts';

export const catalogueOperations = joined(catalogueRoutes, catalogueSchemas);
