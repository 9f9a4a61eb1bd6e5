import { Duration, FileSystem } from 'aws-cdk-lib';
import { Effect, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DeploymentKey } from '../data/deployment-key.ts';
import type { Deployment } from '../deployment.ts';
import { encryptedLog } from '../oversight/encrypted.ts';
import type { Stage } from '../stage.ts';
import { type Bundle, type FunctionZone, writeBundle } from './bundle.ts';

export interface ZoneProps {
  readonly deployment: Deployment;
  readonly zone: FunctionZone;
  readonly bundle: Bundle;
  /** Encrypts the function's log. */
  readonly operationsKey: DeploymentKey;
  /** Memory in MiB: Lambda gives CPU in proportion. */
  readonly memory?: number;
  readonly timeout?: Duration;
  readonly reserved?: number;
}

/** Under which name a zone's function logs and counts. */
export const serviceOf = (zone: FunctionZone) => `habeas-${zone}`;
/** Where a stage's functions count. */
export const namespaceOf = (stage: Pick<Stage, 'name'>) => `Habeas/${stage.name}`;

/** A zone as it is deployed: one function, one role below the stage's path, one log group. */
export class Zone extends Construct {
  readonly name: FunctionZone;
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly #deployment: Deployment;

  constructor(scope: Construct, props: ZoneProps) {
    const { zone, deployment } = props;
    super(scope, `${zone.charAt(0).toUpperCase()}${zone.slice(1)}`);
    const { stage } = deployment;
    this.name = zone;
    this.#deployment = deployment;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      path: deployment.roles.pathOf(zone),
      description: `Habeas ${stage.name}: what zone ${zone} may do`,
    });
    const logGroup = encryptedLog(this, 'Log', deployment, props.operationsKey);
    this.function = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(writeBundle(props.bundle, FileSystem.mkdtemp(`habeas-${zone}-`))),
      role: this.role,
      logGroup,
      memorySize: props.memory ?? 1024,
      timeout: props.timeout ?? Duration.seconds(20),
      ...(stage.reserveConcurrency && props.reserved && { reservedConcurrentExecutions: props.reserved }),
      environment: {
        STAGE: stage.name,
        POWERTOOLS_SERVICE_NAME: serviceOf(zone),
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(stage),
      },
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
  }

  /** Lets the function do this, and nothing more, on these resources. */
  allow(actions: string[], resources: string[], conditions: PolicyStatementProps['conditions'] = {}): void {
    for (const one of this.#deployment.leftOut.statement({
      effect: Effect.ALLOW,
      actions,
      resources,
      conditions,
    }))
      this.role.addToPolicy(one);
  }

  /** Tells the function the name of something it was granted. */
  know(name: string, value: string): void {
    this.function.addEnvironment(name, value);
  }

  /** Lets the function call another one. */
  mayInvoke(other: Zone, name: string): void {
    this.allow(['lambda:InvokeFunction'], [other.function.functionArn]);
    this.know(name, other.function.functionName);
  }
}
