import { joined } from '../operation.ts';
import { exportRoutes } from '../routes/exports.ts';
import { holdRoutes } from '../routes/holds.ts';
import { memberRoutes } from '../routes/members.ts';
import { retentionRoutes } from '../routes/retention.ts';
import { tenantRoutes } from '../routes/tenants.ts';
import { exportSchemas } from '../schemas/tenants/exports.ts';
import { holdSchemas } from '../schemas/tenants/holds.ts';
import { memberSchemas } from '../schemas/tenants/members.ts';
import { retentionSchemas } from '../schemas/tenants/retention.ts';
import { tenantSchemas } from '../schemas/tenants/tenants.ts';

export const tenantsOperations = joined(
  { ...tenantRoutes, ...retentionRoutes, ...exportRoutes, ...holdRoutes, ...memberRoutes },
  { ...tenantSchemas, ...retentionSchemas, ...exportSchemas, ...holdSchemas, ...memberSchemas },
);
