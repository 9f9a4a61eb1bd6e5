import { joined } from '../operation.ts';
import { myContactRoutes, myErasureRoutes, peopleRoutes } from '../routes/people.ts';
import { recordRoutes } from '../routes/records.ts';
import { myContactSchemas } from '../schemas/records/my-contact.ts';
import { myErasureSchemas } from '../schemas/records/my-erasure.ts';
import { peopleSchemas } from '../schemas/records/people.ts';
import { recordSchemas } from '../schemas/records/records.ts';

export const recordsOperations = joined(
  { ...peopleRoutes, ...recordRoutes, ...myContactRoutes, ...myErasureRoutes },
  { ...peopleSchemas, ...recordSchemas, ...myContactSchemas, ...myErasureSchemas },
);
