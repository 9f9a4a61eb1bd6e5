import { Duration, FileSystem } from 'aws-cdk-lib';
import {
  Effect,
  PolicyDocument,
  type PolicyStatementProps,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../../lambdas/api/environment.ts';
import type { FunctionName } from '../../lambdas/api/functions.ts';
import type { Deployment } from '../deployment.ts';
import { encryptedLog } from '../oversight/encrypted.ts';
import type { Stage } from '../stage.ts';
import { type Bundle, writeBundle } from './bundle.ts';

export interface HabeasFunctionProps {
  readonly deployment: Deployment;
  readonly name: FunctionName;
  readonly bundle: Bundle;
  /** Memory in MiB, 1,024 by default. Lambda assigns CPU in proportion. */
  readonly memory?: number;
  /** How long a call may take; 20 seconds by default. */
  readonly timeout?: Duration;
  /** Reserved concurrent executions, on stages that reserve any. */
  readonly reserved?: number;
}

/** The service name in a function's logs and metrics. */
export const serviceOf = (name: FunctionName) => `habeas-${name}`;
/** The namespace of a stage's metrics. */
export const namespaceOf = (stage: Pick<Stage, 'name'>) => `Habeas/${stage.name}`;

/** A Lambda function with its own log group and a role below the stage's path. It may do only what it is granted. */
export class HabeasFunction extends Construct {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;
  readonly role: Role;
  /** Part of the role, which has its permissions from the first moment, and not of a resource that follows it. */
  readonly #permissions = new PolicyDocument();
  readonly #deployment: Deployment;

  constructor(scope: Construct, id: string, props: HabeasFunctionProps) {
    super(scope, id);
    const { name, deployment } = props;
    const { stage } = deployment;
    this.name = name;
    this.#deployment = deployment;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      path: deployment.roles.pathOf(name),
      description: `Habeas ${stage.name}: what function ${name} may do`,
      inlinePolicies: { Permissions: this.#permissions },
    });
    const logGroup = encryptedLog(this, 'Log', { deployment });
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(writeBundle(props.bundle, FileSystem.mkdtemp(`habeas-${name}-`))),
      role: this.role,
      logGroup,
      memorySize: props.memory ?? 1024,
      timeout: props.timeout ?? Duration.seconds(20),
      ...(stage.reserveConcurrency && props.reserved && { reservedConcurrentExecutions: props.reserved }),
      environment: {
        POWERTOOLS_SERVICE_NAME: serviceOf(name),
        POWERTOOLS_METRICS_NAMESPACE: namespaceOf(stage),
      },
    });
    this.know('STAGE', stage.name);
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
  }

  /** Allows the function these actions on these resources. */
  allow(actions: string[], resources: string[], conditions: PolicyStatementProps['conditions'] = {}): void {
    for (const one of this.#deployment.leftOut.statement({
      effect: Effect.ALLOW,
      actions,
      resources,
      conditions,
    }))
      this.#permissions.addStatements(one);
  }

  /** Sets an environment variable of the function: the name of something it was granted. */
  know(name: EnvironmentName, value: string): void {
    this.lambda.addEnvironment(name, value);
  }

  /** Lets the function call another one, whose name it gets in this variable. */
  mayInvoke(other: HabeasFunction, name: EnvironmentName): void {
    this.allow(['lambda:InvokeFunction'], [other.lambda.functionArn]);
    this.know(name, other.lambda.functionName);
  }
}
