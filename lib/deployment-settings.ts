import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { RolePaths } from './functions/role-paths.ts';
import { LeftOut } from './oversight/left-out.ts';
import type { Stage } from './stage.ts';

/** Settings that differ between deployments; its keys need no others. */
export interface DeploymentSettings {
  readonly stage: Stage;
  readonly roles: RolePaths;
  readonly leftOut: LeftOut;
  /**
   * What happens to stateful resources when they leave the template. Where they are kept, a creation that fails still
   * removes them, as far as their protection lets it.
   */
  readonly removal: RemovalPolicy;
  /** How long logs are kept. */
  readonly logRetention: RetentionDays;
}

/** The settings of a stage's deployment. */
export function settingsOf(scope: Construct, stage: Stage): DeploymentSettings {
  return {
    stage,
    roles: new RolePaths(scope, stage),
    leftOut: new LeftOut(stage.name === 'local'),
    removal: stage.retains ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    logRetention: stage.retains ? RetentionDays.ONE_YEAR : RetentionDays.ONE_MONTH,
  };
}
