import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  RestApi as ApiGatewayRestApi,
  AuthorizationType,
  CfnAccount,
  type CfnRestApi,
  DomainName,
  EndpointAccessMode,
  EndpointType,
  IdentitySource,
  Integration,
  IntegrationType,
  LogGroupLogDestination,
  type MethodOptions,
  RequestAuthorizer,
  SecurityPolicy,
  type Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Zone as HttpZone, Operation } from '../../lambdas/api/operation.ts';
import { allOperations } from '../../lambdas/api/operations.ts';
import { type Role as MemberRole, roles } from '../../lambdas/domain/tenants/tenancy.ts';
import type { DeploymentKey } from '../data/deployment-key.ts';
import type { Deployment } from '../deployment.ts';
import type { Zone } from '../functions/function.ts';
import { encryptedLog } from '../oversight/encrypted.ts';
import { addGatewayResponses } from './gateway-responses.ts';

export interface RestApiProps {
  readonly deployment: Deployment;
  /** Encrypts the access log. */
  readonly operationsKey: DeploymentKey;
}

/** TLS 1.2 with forward secrecy or 1.3, nothing older; the Region's own default would take TLS 1.0. */
const tls = {
  securityPolicy: SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: EndpointAccessMode.STRICT,
};
/** Requests a second and at once, of everybody together: what an account can take by default is 10,000. */
const throttle = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };

/** What API Gateway demands of the role that writes its logs. */
const logging = {
  actions: [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ],
  resources: ['*'],
};

/** One line per request: ids, the operation and how it went. No address, path, query or header. */
const accessLine = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    operation: '$context.httpMethod $context.resourcePath',
    status: '$context.status',
    gatewayError: '$context.error.responseType',
    firewall: '$context.wafResponseCode',
    principal: '$context.authorizer.principalId',
    milliseconds: '$context.responseLatency',
    bytes: '$context.responseLength',
  }),
);

/** The API as the table of operations has it, on the stage's own domain where it has one. */
export class RestApi extends Construct {
  /** Where page and API are, without a slash at the end. */
  readonly baseUrl: string;
  readonly api: ApiGatewayRestApi;
  readonly domain: DomainName | undefined;

  constructor(scope: Construct, { deployment, operationsKey }: RestApiProps) {
    super(scope, 'RestApi');
    const { stage } = deployment;
    const accessLog = encryptedLog(this, 'AccessLog', deployment, operationsKey);
    this.api = new ApiGatewayRestApi(this, 'Api', {
      restApiName: `Habeas ${stage.name}`,
      description: 'Consent-gated vault',
      endpointTypes: [EndpointType.REGIONAL],
      disableExecuteApiEndpoint: stage.domain !== undefined,
      cloudWatchRole: false,
      deployOptions: {
        stageName: stage.name,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLine,
        metricsEnabled: true,
        // Execution logs would quote requests; the access log and each function's own line say enough.
        dataTraceEnabled: false,
        ...throttle,
      },
    });
    const resource = this.api.node.defaultChild as CfnRestApi;
    resource.securityPolicy = tls.securityPolicy;
    resource.endpointAccessMode = tls.endpointAccessMode;
    // An output of CDK's own: the default address, which leads nowhere once a stage has a domain.
    this.api.node.tryRemoveChild('Endpoint');
    addGatewayResponses(this.api);
    this.api.deploymentStage.node.addDependency(this.#logWriter(deployment));
    this.domain = this.#domain(deployment);
    this.baseUrl =
      stage.baseUrl ?? (stage.domain === undefined ? this.#ownUrl(stage.name) : `https://${stage.domain}`);
  }

  get stage(): Stage {
    return this.api.deploymentStage;
  }

  /**
   * Leads every operation of the table to its zone.
   * @param authorizer verifies the token of every operation that members call.
   */
  serve(zones: Readonly<Record<HttpZone, Zone>>, authorizer: Zone): void {
    const forMembers: MethodOptions = {
      authorizationType: AuthorizationType.CUSTOM,
      authorizer: new RequestAuthorizer(this, 'Authorizer', {
        handler: authorizer.function,
        identitySources: [IdentitySource.header('Authorization')],
        // A cached answer would outlive the token that it was given for.
        resultsCacheTtl: Duration.seconds(0),
      }),
    };
    const forAnybody: MethodOptions = { authorizationType: AuthorizationType.NONE };
    // Only zones with operations: API Gateway may call no other function.
    const called = new Set(allOperations.map(({ zone }) => zone));
    const integrations = new Map([...called].map((zone) => [zone, this.#integration(zones[zone])]));
    for (const operation of allOperations)
      this.api.root
        .resourceForPath(operation.path)
        .addMethod(
          operation.method,
          integrations.get(operation.zone),
          isForMembers(operation) ? forMembers : forAnybody,
        );
  }

  /** One permission per function; one per method would fill the stack's 500 resources. */
  #integration(zone: Zone): Integration {
    const { partition, region } = Stack.of(this);
    zone.function.addPermission('RestApi', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi('*', '/*', '*'),
    });
    return new Integration({
      type: IntegrationType.AWS_PROXY,
      integrationHttpMethod: 'POST',
      uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${zone.function.functionArn}/invocations`,
    });
  }

  #domain({ stage }: Deployment): DomainName | undefined {
    if (stage.domain === undefined || stage.certificate === undefined) return undefined;
    const domain = new DomainName(this, 'Domain', {
      domainName: stage.domain,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', stage.certificate),
      endpointType: EndpointType.REGIONAL,
      ...tls,
    });
    domain.addBasePathMapping(this.api);
    return domain;
  }

  /** By the stage's name and not by its reference: functions know their address, and the stage waits for them. */
  #ownUrl(stageName: string): string {
    const { region, urlSuffix } = Stack.of(this);
    return `https://${this.api.restApiId}.execute-api.${region}.${urlSuffix}/${stageName}`;
  }

  /**
   * API Gateway has one role per account and Region for its logs; it refuses one that may write less, or not yet:
   * so what it may is part of the role itself. The role stays when the stack goes, for the Region's other APIs.
   */
  #logWriter({ roles: paths }: Deployment): CfnAccount {
    const role = new Role(this, 'LogWriter', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      path: paths.pathOf('gateway'),
      description: 'Writes the access logs of API Gateway in this Region',
      inlinePolicies: { Logs: new PolicyDocument({ statements: [new PolicyStatement(logging)] }) },
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    // An account without any API does not take the setting.
    account.node.addDependency(this.api.node.defaultChild as CfnRestApi);
    return account;
  }
}

/** Whether an operation is called with a token; the individual comes with a session of her own. */
function isForMembers({ who }: Operation): boolean {
  return who.some((caller) => roles.includes(caller as MemberRole));
}
