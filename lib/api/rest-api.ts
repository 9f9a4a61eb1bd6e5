import { ArnFormat, Size, Stack } from 'aws-cdk-lib';
import {
  ApiDefinition,
  type CfnRestApi,
  DomainName,
  EndpointAccessMode,
  EndpointType,
  LogGroupLogDestination,
  RestApiMode,
  SecurityPolicy,
  SpecRestApi,
  type Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HttpFunction } from '../../lambdas/api/functions.ts';
import type { Operation } from '../../lambdas/api/operation.ts';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';
import { encryptedLog } from '../oversight/encrypted.ts';
import { accessLine, logWriterOf } from './access-log.ts';
import { apiBody } from './api-body.ts';
import { addGatewayResponses, gatewayResponsesExtension } from './gateway-responses.ts';

export interface RestApiProps {
  readonly deployment: Deployment;
  /** The table of operations: each is routed to its function. */
  readonly operations: readonly Operation[];
  readonly functions: Readonly<Record<HttpFunction | 'authorizer', HabeasFunction>>;
}

/** TLS 1.2 with forward secrecy or 1.3, nothing older; the Region's default would accept TLS 1.0. */
const tls = {
  securityPolicy: SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: EndpointAccessMode.STRICT,
};
/** Requests per second and in a burst, of all callers together; an account's default quota is 10,000. */
const throttle = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
const endpointType = EndpointType.REGIONAL;
const titleOf = ({ name }: { readonly name: string }) => `Habeas ${name}`;
const description = 'Consent-gated vault';

/**
 * The API of the table of operations, on the stage's custom domain if it has one. It is made of one body and not of a
 * resource per path and method, so that the template does not grow with the table.
 */
export class RestApi extends Construct {
  /** Base URL of page and API, without a slash at the end. */
  readonly baseUrl: string;
  readonly api: SpecRestApi;
  readonly domain: DomainName | undefined;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { deployment } = props;
    const { stage } = deployment;
    // Only functions with operations: API Gateway may call no others.
    const called = [...new Set(props.operations.map((one) => one.function))];
    this.api = new SpecRestApi(this, 'Api', {
      restApiName: titleOf(stage),
      endpointTypes: [endpointType],
      // An import takes the type of its endpoint from these parameters.
      parameters: { endpointConfigurationTypes: endpointType },
      disableExecuteApiEndpoint: stage.domain !== undefined,
      cloudWatchRole: false,
      // Whatever the body does not contain is deleted, such as the path of a removed operation.
      mode: RestApiMode.OVERWRITE,
      // The page is a third of its size on a slow phone. Nothing of another site is ever sent with a session's cookie,
      // so nobody can guess at an answer's content by its compressed length.
      minCompressionSize: Size.kibibytes(1),
      apiDefinition: ApiDefinition.fromInline(this.#body(props)),
      deployOptions: {
        stageName: stage.name,
        variables: Object.fromEntries(
          called.map((name) => [name, props.functions[name].lambda.functionName]),
        ),
        accessLogDestination: new LogGroupLogDestination(encryptedLog(this, 'AccessLog', { deployment })),
        accessLogFormat: accessLine,
        metricsEnabled: true,
        // Execution logs would quote requests; the access log and the functions' own lines suffice.
        dataTraceEnabled: false,
        ...throttle,
      },
    });
    const resource = this.api.node.defaultChild as CfnRestApi;
    resource.description = description;
    resource.securityPolicy = tls.securityPolicy;
    resource.endpointAccessMode = tls.endpointAccessMode;
    // An output that CDK adds: the default address, which is disabled once a stage has a domain.
    this.api.node.tryRemoveChild('Endpoint');
    if (stage.name === 'local') addGatewayResponses(this.api);
    const logWriter = logWriterOf(this, deployment);
    // An account without an API does not accept the setting.
    logWriter.node.addDependency(resource);
    this.stage.node.addDependency(logWriter);
    for (const name of called) this.#admit(props.functions[name], this.api.arnForExecuteApi('*', '/*', '*'));
    this.#admit(props.functions.authorizer, this.#authorizers());
    this.domain = this.#domain(deployment);
    this.baseUrl =
      stage.baseUrl ?? (stage.domain === undefined ? this.#ownUrl(stage.name) : `https://${stage.domain}`);
  }

  get stage(): Stage {
    return this.api.deploymentStage;
  }

  #body({ deployment: { stage }, operations, functions }: RestApiProps): Record<string, unknown> {
    const local = stage.name === 'local';
    return apiBody(operations, {
      title: titleOf(stage),
      description,
      functionUri: (name) =>
        this.#uriOf(local ? functions[name].lambda.functionArn : this.#arnByVariable(name)),
      anyMethod: !local,
      authorizerUri: this.#uriOf(functions.authorizer.lambda.functionArn),
      extensions: {
        // The body overwrites the resource, so it repeats this.
        'x-amazon-apigateway-endpoint-configuration': {
          disableExecuteApiEndpoint: stage.domain !== undefined,
        },
        'x-amazon-apigateway-security-policy': tls.securityPolicy,
        'x-amazon-apigateway-endpoint-access-mode': tls.endpointAccessMode,
        ...(!local && gatewayResponsesExtension),
      },
    });
  }

  /**
   * The ARN of a function by a variable of the stage. Functions are configured with the API's address: if the body
   * named them directly, they would depend on each other. The local AWS supports no variables there; its address is
   * given, so there is no such cycle.
   */
  #arnByVariable(name: HttpFunction): string {
    return Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: `\${stageVariables.${name}}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  #uriOf(functionArn: string): string {
    const { partition, region } = Stack.of(this);
    return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  }

  /** One permission per function; one per operation would exceed the function policy's limit of 20 KiB. */
  #admit({ lambda }: HabeasFunction, sourceArn: string): void {
    lambda.addPermission('RestApi', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn,
    });
  }

  /** All authorizers of this API; the id of the one in its body is known to API Gateway only. */
  #authorizers(): string {
    return Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.restApiId,
      resourceName: 'authorizers/*',
    });
  }

  #domain({ stage }: Deployment): DomainName | undefined {
    if (stage.domain === undefined || stage.certificate === undefined) return undefined;
    const domain = new DomainName(this, 'Domain', {
      domainName: stage.domain,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', stage.certificate),
      endpointType,
      ...tls,
    });
    domain.addBasePathMapping(this.api);
    return domain;
  }

  /**
   * Uses the stage's name, not a reference to it: functions are configured with this address, and the stage depends
   * on them.
   */
  #ownUrl(stageName: string): string {
    const { region, urlSuffix } = Stack.of(this);
    return `https://${this.api.restApiId}.execute-api.${region}.${urlSuffix}/${stageName}`;
  }
}
