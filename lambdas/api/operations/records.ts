import { joined } from '../operation.ts';
import { peopleRoutes } from '../routes/people.ts';
import { recordRoutes } from '../routes/records.ts';
import { peopleSchemas } from '../schemas/records/people.ts';
import { recordSchemas } from '../schemas/records/records.ts';

export const recordsOperations = joined(
  { ...peopleRoutes, ...recordRoutes },
  { ...peopleSchemas, ...recordSchemas },
);
