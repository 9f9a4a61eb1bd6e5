import { joined } from '../operation.ts';
import { deploymentRoutes } from '../routes/deployment.ts';
import { deploymentSchemas } from '../schemas/public/deployment.ts';

export const publicOperations = joined(deploymentRoutes, deploymentSchemas);
