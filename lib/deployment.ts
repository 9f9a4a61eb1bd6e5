import type { DeploymentKey } from './data/deployment-key.ts';
import type { DeploymentSettings } from './deployment-settings.ts';

/** What every construct needs to know of its deployment. */
export interface Deployment extends DeploymentSettings {
  /** Encrypts logs, queues, workflows and alarms, none of which holds personal data. */
  readonly operationsKey: DeploymentKey;
}
