import type { Template } from 'aws-cdk-lib/assertions';
import { textsOf } from './policies.ts';
import { type Resource, resources } from './synthesised.ts';

/** What API Gateway is told of one operation. */
interface Method {
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: object;
  readonly 'x-amazon-apigateway-integration': {
    readonly type: string;
    readonly httpMethod: string;
    readonly uri: unknown;
  };
}

interface Authorizer {
  readonly type: string;
  readonly authorizerUri: unknown;
  readonly identitySource: string;
  readonly authorizerResultTtlInSeconds: number;
}

interface BodyResponse {
  readonly statusCode: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** The body that a stage's API is made from. */
interface Body {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Method>>>>;
  readonly components: {
    readonly securitySchemes: Readonly<
      Record<
        string,
        {
          readonly type: string;
          readonly name: string;
          readonly in: string;
          readonly 'x-amazon-apigateway-authtype': string;
          readonly 'x-amazon-apigateway-authorizer': Authorizer;
        }
      >
    >;
  };
  readonly 'x-amazon-apigateway-gateway-responses'?: Readonly<Record<string, BodyResponse>>;
  readonly [extension: `x-amazon-apigateway-${string}`]: unknown;
}

/** The one API of a template: its properties and the body among them. */
export function apiOf(template: Template): { properties: Resource['Properties']; body: Body } {
  const properties = onlyOne(template, 'AWS::ApiGateway::RestApi');
  return { properties, body: properties.Body as Body };
}

/** Every operation of a body, by `METHOD path`. */
export function methodsOf({ paths }: Body): Map<string, Method> {
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one] as const),
    ),
  );
}

/** The function that an integration's address leads to, by way of the stage's variables where it names one. */
export function functionAt(uri: unknown, template: Template): string {
  const [address = ''] = textsOf(uri);
  const named = /^path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(address)?.[1] ?? '';
  const variable = /^arn:Partition:lambda:Region:AccountId:function:\$\{stageVariables\.(\w+)\}$/.exec(
    named,
  )?.[1];
  return variable === undefined ? named : (textsOf(variablesOf(template)[variable])[0] ?? '');
}

/** The variables of the API's one stage. */
export function variablesOf(template: Template): Readonly<Record<string, unknown>> {
  return (onlyOne(template, 'AWS::ApiGateway::Stage').Variables ?? {}) as Record<string, unknown>;
}

function onlyOne(template: Template, type: string): Resource['Properties'] {
  const [[, only] = [], ...others] = resources(template, type);
  if (only === undefined || others.length > 0) throw new Error(`the template should have one ${type}`);
  return only.Properties;
}

/** A response of the gateway's own. */
interface GatewayResponse {
  readonly status: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

/** Responses that stand in the API's body, by their type. */
export function responsesInBody(template: Template): Map<string, GatewayResponse> {
  return new Map(
    Object.entries(apiOf(template).body['x-amazon-apigateway-gateway-responses'] ?? {}).map(
      ([type, { statusCode, responseParameters, responseTemplates }]) => [
        type,
        { status: statusCode, parameters: responseParameters, templates: responseTemplates },
      ],
    ),
  );
}

/** Responses that are resources beside the API, by their type. */
export function responsesBeside(template: Template): Map<string, GatewayResponse> {
  return new Map(
    resources(template, 'AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => [
      String(Properties.ResponseType),
      {
        status: String(Properties.StatusCode),
        parameters: Properties.ResponseParameters as Record<string, string>,
        templates: Properties.ResponseTemplates as Record<string, string>,
      },
    ]),
  );
}
