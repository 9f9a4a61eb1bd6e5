import type { DeploymentKey } from './data/deployment-key.ts';
import type { DeploymentSettings } from './deployment-settings.ts';

/** What every construct has to know of the deployment that it belongs to. */
export interface Deployment extends DeploymentSettings {
  /** Encrypts logs, queues, workflows and alarms; nothing personal is in any of them. */
  readonly operationsKey: DeploymentKey;
}
