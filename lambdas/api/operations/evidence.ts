import { joined } from '../operation.ts';
import { evidenceRoutes } from '../routes/evidence.ts';
import { evidenceSchemas } from '../schemas/evidence/evidence.ts';

export const evidenceOperations = joined(evidenceRoutes, evidenceSchemas);
