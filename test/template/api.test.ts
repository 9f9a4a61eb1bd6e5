import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../lambdas/api/operation.ts';
import { allOperations } from '../../lambdas/api/operations.ts';
import { RestApi } from '../../lib/api/rest-api.ts';
import { Keys } from '../../lib/data/keys.ts';
import { settingsOf } from '../../lib/deployment-settings.ts';
import { functionsOf } from '../../lib/functions/functions.ts';
import { readStage } from '../../lib/stage.ts';
import { memberOperations } from '../support/member-operations.ts';
import { apiOf, functionAt, methodsOf, responsesBeside, responsesInBody, variablesOf } from './api-body.ts';
import { placeholders, type Resource, type StageName, settings, templateOf } from './synthesised.ts';

const stages = Object.keys(settings) as StageName[];
const templates = new Map(stages.map((name) => [name, templateOf(name)]));
const templateFor = (name: StageName) => templates.get(name) ?? templateOf(name);
const key = ({ method, path }: Operation) => `${method} ${path}`;
const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

describe.each(stages)('the API of stage %s', (name) => {
  const template = templateFor(name);
  const { properties, body } = apiOf(template);
  const all = methodsOf(body);
  const [methods = all, others = all] = [true, false].map(
    (known) => new Map([...all].filter(([one]) => allOperations.some((row) => key(row) === one) === known)),
  );
  const ten = Array.from({ length: 10 }, (_, i) => invented(i));
  const before = deployedWith(allOperations, name);
  const after = deployedWith([...allOperations, ...ten], name);

  it('has the methods and paths of the table, and no other', () => {
    expect([...methods.keys()].sort()).toEqual(allOperations.map(key).sort());
  });

  it('has the public function say which methods a path has, to whoever uses another', () => {
    const paths = [...new Set(allOperations.map(({ path }) => path))];
    const seven = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    const expected = paths.flatMap((path) =>
      (name === 'local' ? seven : ['X-AMAZON-APIGATEWAY-ANY-METHOD'])
        .map((method) => `${method} ${path}`)
        .filter((one) => !methods.has(one)),
    );
    expect([...others.keys()].sort()).toEqual(expected.sort());
    for (const [one, { security, 'x-amazon-apigateway-integration': integration }] of others) {
      expect([functionAt(integration.uri, template), security], one).toEqual(['Public', undefined]);
    }
  });

  it('asks for a member’s token where members call, and nowhere else', () => {
    const asked = [...methods].filter(([, { security }]) => security !== undefined);
    expect(asked.map(([one]) => one).sort()).toEqual(memberOperations.map(key).sort());
    expect(memberOperations.length).toBeGreaterThan(30);
    for (const [one, { security }] of asked) expect(security, one).toEqual([{ memberToken: [] }]);
    // Neither a default for all, which an operation would have to lift.
    expect(body).not.toHaveProperty('security');
  });

  it('has one authorizer, which is called with every token and remembers none', () => {
    expect(body.components).toEqual({
      securitySchemes: {
        memberToken: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': {
            type: 'request',
            authorizerUri: expect.anything(),
            identitySource: 'method.request.header.Authorization',
            authorizerResultTtlInSeconds: 0,
          },
        },
      },
    });
    const { memberToken } = body.components.securitySchemes;
    const uri = memberToken?.['x-amazon-apigateway-authorizer'].authorizerUri;
    expect(functionAt(uri, template)).toBe('Authorizer');
  });

  it('leads every operation to its function', () => {
    const led = [...methods].map(([one, { 'x-amazon-apigateway-integration': integration }]) => {
      expect(integration, one).toMatchObject({ type: 'aws_proxy', httpMethod: 'POST' });
      return [one, functionAt(integration.uri, template)];
    });
    expect(led.sort()).toEqual(allOperations.map((one) => [key(one), capital(one.function)]).sort());
  });

  it('names the variables of every path', () => {
    for (const [one, { parameters = [] }] of methods) {
      expect(
        parameters.map((parameter) => `{${parameter.name}}`),
        one,
      ).toEqual(one.match(/\{\w+\}/g) ?? []);
      for (const parameter of parameters) expect(parameter).toMatchObject({ in: 'path', required: true });
    }
  });

  it('is imported as OpenAPI 3.0.1, over whatever was there, and without schemas of its own', () => {
    expect(properties.Mode).toBe('overwrite');
    expect(body.openapi).toBe('3.0.1');
    expect(JSON.stringify(body)).not.toMatch(/\$ref|request-validator/);
    for (const { responses } of methods.values()) expect(responses).toEqual({});
  });

  it('says in its body what the resource says of the endpoint', () => {
    const domain = name === 'prod';
    expect(properties).toMatchObject({
      DisableExecuteApiEndpoint: domain,
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      Parameters: { endpointConfigurationTypes: 'REGIONAL' },
    });
    expect(body).toMatchObject({
      info: { title: properties.Name, description: properties.Description },
      'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: domain },
      'x-amazon-apigateway-security-policy': properties.SecurityPolicy,
      'x-amazon-apigateway-endpoint-access-mode': properties.EndpointAccessMode,
    });
  });

  it('is deployed anew with ten more operations, and has not one resource more', () => {
    expect(Object.keys(apiOf(after).body.paths)).toHaveLength(Object.keys(body.paths).length + ten.length);
    expect(typesOf(after)).toEqual(typesOf(before));
    const [deployed, deployedAnew] = [before, after].map((one) =>
      Object.keys(one.findResources('AWS::ApiGateway::Deployment')),
    );
    expect(deployedAnew).toHaveLength(1);
    expect(deployedAnew).not.toEqual(deployed);
  });
});

describe.each(['dev', 'prod'] as const)('the API of stage %s', (name) => {
  const template = templateFor(name);

  it('knows functions by the variables of its stage, and calls no other', () => {
    const called = [...new Set(allOperations.map((one) => one.function))];
    expect(Object.keys(variablesOf(template)).sort()).toEqual([...called].sort());
    for (const {
      'x-amazon-apigateway-integration': { uri },
    } of methodsOf(apiOf(template).body).values())
      expect(JSON.stringify(uri)).not.toMatch(/Fn::GetAtt|Function/);
  });

  it('has its own answers in the body, where its next change does not wipe them', () => {
    expect(responsesInBody(template).size).toBeGreaterThan(10);
    expect(responsesBeside(template).size).toBe(0);
  });
});

it('on stage local answers as anywhere, by resources: the local AWS reads neither variables nor answers there', () => {
  const local = templateFor('local');
  expect(responsesInBody(local).size).toBe(0);
  expect(responsesBeside(local)).toEqual(responsesInBody(templateFor('prod')));
  for (const {
    'x-amazon-apigateway-integration': { uri },
  } of methodsOf(apiOf(local).body).values())
    expect(JSON.stringify(uri)).toMatch(/"Fn::GetAtt":\["\w+Function\w+","Arn"\]/);
});

function invented(i: number): Operation {
  return {
    name: `invention.read${i}`,
    method: 'GET',
    path: `/v1/tenants/{tenant}/inventions${i}/{invention}`,
    function: 'tenants',
    summary: 'Read an invention',
    who: ['admin'],
    status: 200,
  };
}

/** A stack of nothing but the API of these operations and the functions that it calls. */
function deployedWith(operations: readonly Operation[], name: StageName): Template {
  const stack = new Stack(new App(), 'Api');
  const stageSettings = settingsOf(stack, readStage(settings[name]));
  const { operations: operationsKey } = new Keys(stack, 'Keys', { settings: stageSettings });
  const deployment = { ...stageSettings, operationsKey };
  const functions = functionsOf(stack, { deployment, bundles: placeholders });
  new RestApi(stack, 'RestApi', { deployment, operations, functions });
  return Template.fromStack(stack);
}

const typesOf = (template: Template) =>
  Object.values(template.toJSON().Resources as Record<string, Resource>).map(({ Type }) => Type);
