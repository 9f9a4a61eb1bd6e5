import { joined } from '../operation.ts';
import { catalogueRoutes } from '../routes/catalogue.ts';
import { deletionRoutes } from '../routes/deletions.ts';
import { catalogueSchemas } from '../schemas/catalogue/catalogue.ts';
import { deletionSchemas } from '../schemas/catalogue/deletions.ts';

export const catalogueOperations = joined(
  { ...catalogueRoutes, ...deletionRoutes },
  { ...catalogueSchemas, ...deletionSchemas },
);
