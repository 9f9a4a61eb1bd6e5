import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { memberOperations } from '../system/authorisation/member-operations.ts';
import { type Resource, resources, type StageName, settings, templateOf } from './synthesised.ts';

/** The path of an API resource, from the root on. */
function pathOf(parts: ReadonlyMap<string, Resource>, reference: unknown): string {
  const { Ref } = reference as { readonly Ref?: string };
  const part = Ref === undefined ? undefined : parts.get(Ref);
  return part ? `${pathOf(parts, part.Properties.ParentId)}/${part.Properties.PathPart}` : '';
}

/** Every method of the template as `GET /path`, with what admits its callers: an authorizer's logical id, or nobody. */
function admissionsOf(template: Template): Record<string, string> {
  const parts = new Map(resources(template, 'AWS::ApiGateway::Resource'));
  return Object.fromEntries(
    resources(template, 'AWS::ApiGateway::Method').map(([, { Properties }]) => {
      const { HttpMethod, ResourceId, AuthorizationType, AuthorizerId } = Properties;
      const authorizer = (AuthorizerId as { readonly Ref: string } | undefined)?.Ref ?? 'nobody';
      return [`${HttpMethod} ${pathOf(parts, ResourceId) || '/'}`, `${AuthorizationType} ${authorizer}`];
    }),
  );
}

describe.each(Object.keys(settings) as StageName[])('the API of stage %s', (name) => {
  const template = templateOf(name);
  const authorizers = resources(template, 'AWS::ApiGateway::Authorizer');

  it('has one authorizer, which is asked with every call', () => {
    expect(authorizers.map(([, { Properties }]) => Properties)).toMatchObject([
      {
        Type: 'REQUEST',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerResultTtlInSeconds: 0,
      },
    ]);
  });

  it('asks it for every operation of members and for no other, and has no method beside the table', () => {
    const [[authorizer] = []] = authorizers;
    const forMembers = new Set(memberOperations);
    expect(admissionsOf(template)).toEqual(
      Object.fromEntries(
        allOperations.map((operation) => [
          `${operation.method} ${operation.path}`,
          forMembers.has(operation) ? `CUSTOM ${authorizer}` : 'NONE nobody',
        ]),
      ),
    );
  });
});
