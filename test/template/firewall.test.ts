import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, test } from 'vitest';
import { allOperations } from '../../lambdas/api/operations.ts';
import { parameters } from '../../lambdas/api/parameters.ts';
import { securityHeaders } from '../../lambdas/api/security-headers.ts';
import { problems } from '../../lambdas/domain/problems.ts';
import { Firewall } from '../../lib/api/firewall.ts';
import { DeploymentKey } from '../../lib/data/deployment-key.ts';
import { settingsOf } from '../../lib/deployment-settings.ts';
import { readStage } from '../../lib/stage.ts';
import { applies, ruleOf, type Statement, statementsOf, webAclOf } from './web-acl.ts';

const usualLimit = 16 * 1024;
const large = 20 * 1024;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const ours = {
  deny: 'denied-networks',
  allow: 'other-networks',
  size: 'oversize-body',
  rate: 'rate',
  guesses: 'rate-of-guesses',
};

/** A stack with nothing but an API and its firewall. */
function synthesised(context: Readonly<Record<string, string>>) {
  const app = new App();
  const stack = new Stack(app, 'Tiny');
  const apiStack = new Stack(app, 'Api');
  const settings = settingsOf(stack, readStage(context));
  const operationsKey = new DeploymentKey(stack, 'OperationsKey', { settings, description: 'Encrypts logs' });
  const deployment = { ...settings, operationsKey };
  const firewall = new Firewall(stack, 'Firewall', { deployment });
  const api = new RestApi(apiStack, 'Api', {
    cloudWatchRole: false,
    deployOptions: { stageName: deployment.stage.name },
  });
  api.root.addMethod('GET', new MockIntegration());
  firewall.protect(api.deploymentStage);
  const template = Template.fromStack(stack);
  const apiTemplate = Template.fromStack(apiStack);
  return { firewall, leftOut: deployment.leftOut, template, apiTemplate, acl: webAclOf(template) };
}

/** Every rule of AWS's groups that looks at bodies or wants a User-Agent, as the developer guide lists them. */
const managedBodyRules = [
  ['AWSManagedRulesAmazonIpReputationList', []],
  [
    'AWSManagedRulesCommonRuleSet',
    [
      'SizeRestrictions_BODY',
      'EC2MetaDataSSRF_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'CrossSiteScripting_BODY',
      'NoUserAgent_HEADER',
    ],
  ],
  [
    'AWSManagedRulesKnownBadInputsRuleSet',
    ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
  ],
];

const dev = synthesised({ stage: 'dev' });
const sizeRule = ruleOf(dev.acl, ours.size).Statement;
const guessRule = ruleOf(dev.acl, ours.guesses).Statement;

const id = (prefix: string, digits: number) => `${prefix}_${'0f'.repeat(digits / 2)}`;
const samples: Readonly<Record<keyof typeof parameters, string>> = {
  tenant: id('tnt', 32),
  member: 'a1'.repeat(32),
  organisation: 'labor-sued',
  category: 'health.lab',
  notice: id('ntc', 32),
  version: '12',
  individual: id('ind', 32),
  record: id('rec', 64),
  deletion: id('del', 32),
  request: id('crq', 64),
  consent: id('cns', 64),
  disclosure: id('dsc', 64),
  attestation: id('att', 32),
  export: id('exp', 32),
  part: '12',
  file: 'decision.js',
};
const sampled = (path: string) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => new Map(Object.entries(samples)).get(name) ?? '');
const putPath = sampled('/v1/tenants/{tenant}/individuals/{individual}/records/{record}');

describe('the size rule', () => {
  test('is tried with ids that the API takes', () => {
    for (const [name, schema] of Object.entries(parameters))
      expect(schema.safeParse(new Map(Object.entries(samples)).get(name)).success, name).toBe(true);
  });

  test('blocks 20 KiB for every path and method but those whose operation takes more', () => {
    const wrong: string[] = [];
    const through = new Set<string>();
    for (const { path } of allOperations)
      for (const method of methods)
        for (const start of ['', '/dev']) {
          const row = allOperations.find((one) => one.path === path && one.method === method);
          const passes = !applies(sizeRule, { method, path: start + sampled(path), bodyBytes: large });
          if (passes !== (row?.bodyLimit ?? 0) > usualLimit) wrong.push(`${method} ${start}${path}`);
          if (passes && row) through.add(row.name);
        }
    expect(wrong).toEqual([]);
    expect([...through].sort()).toEqual(['record.batch', 'record.put']);
  });

  test.each([
    ['something behind it', `${putPath}/extra`],
    ['a slash behind it', `${putPath}/`],
    ['something escaped behind it', `${putPath}%2Fextra`],
    ['a line break behind it', `${putPath}%0a`],
    ['something before it', `/v1/individual/session${putPath}`],
    ['another stage before it', `/prod${putPath}`],
    ['two stages before it', `/dev/dev${putPath}`],
    ['a way up in it', `${putPath}/../../../search`],
    ['a way up for an id', putPath.replace(samples.record, '..')],
    ['an escaped way up for an id', putPath.replace(samples.record, '%2e%2e')],
    ['an escaped slash in an id', putPath.replace(samples.record, 'x%2f..%2fy')],
    ['an empty id', putPath.replace(samples.individual, '')],
    ['two slashes', putPath.replace('/records/', '//records/')],
    ['other letters', putPath.replace('/records/', '/RECORDS/')],
    ['a parameter in it', putPath.replace('/records/', '/records;x/')],
    ['one of its letters escaped', putPath.replace('/records/', '/%72ecords/')],
  ])('makes no exception for a path with %s', (_, path) => {
    expect(applies(sizeRule, { method: 'PUT', path: putPath, bodyBytes: large })).toBe(false);
    expect(applies(sizeRule, { method: 'PUT', path, bodyBytes: large })).toBe(true);
  });

  test('makes no exception for a method that is spelled in another way', () => {
    expect(applies(sizeRule, { method: 'put', path: putPath, bodyBytes: large })).toBe(true);
  });

  test('lets 16 KiB pass everywhere and not one byte more', () => {
    const request = { method: 'POST', path: '/v1/individual/session' };
    expect(applies(sizeRule, { ...request, bodyBytes: usualLimit })).toBe(false);
    expect(applies(sizeRule, { ...request, bodyBytes: usualLimit + 1 })).toBe(true);
  });

  test('sees as much of a body as it lets pass', () => {
    dev.template.hasResourceProperties('AWS::WAFv2::WebACL', {
      AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_16' } } },
    });
  });
});

describe('the rate rules', () => {
  const guarded = ['code.send', 'code.verify', 'individual.search', 'link.renew', 'session.open'];

  test('limit links, sessions, codes and searches more tightly, and nothing else', () => {
    const found = allOperations.filter(({ method, path }) =>
      ['', '/dev'].every((start) => applies(guessRule, { method, path: start + sampled(path) })),
    );
    expect(found.map(({ name }) => name).sort()).toEqual(guarded);
  });

  test.each([
    '/v1/individual/%73ession',
    '/v1//individual/session',
    '/v1/individual/session/',
    '/v1/./individual/session',
  ])('count %s as what API Gateway may make of it', (path) =>
    expect(applies(guessRule, { method: 'POST', path })).toBe(true),
  );

  test('answer 429 with problem details, the security headers and when to come back', () => {
    for (const name of [ours.rate, ours.guesses]) {
      const rule = ruleOf(dev.acl, name);
      const window = rule.Statement.RateBasedStatement?.EvaluationWindowSec;
      expect(rule.Action).toEqual({
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            CustomResponseBodyKey: 'too-many-requests',
            ResponseHeaders: Object.entries({ 'Retry-After': String(window), ...securityHeaders }).map(
              ([Name, Value]) => ({ Name, Value }),
            ),
          },
        },
      });
    }
    const body = dev.acl.CustomResponseBodies['too-many-requests'];
    expect(body?.ContentType).toBe('APPLICATION_JSON');
    expect(JSON.parse(body?.Content ?? '')).toEqual({
      type: 'urn:habeas:problem:too-many-requests',
      title: problems['too-many-requests'][1],
      status: 429,
    });
  });

  test('count by address, the general one whatever is asked', () => {
    const general = ruleOf(dev.acl, ours.rate).Statement.RateBasedStatement;
    const tight = guessRule.RateBasedStatement;
    expect(general?.ScopeDownStatement).toBeUndefined();
    expect([general?.AggregateKeyType, tight?.AggregateKeyType]).toEqual(['IP', 'IP']);
    expect(tight?.Limit).toBeLessThan((general?.Limit ?? 0) / 10);
  });
});

describe('the order of the rules', () => {
  const withNetworks = { stage: 'dev', ipAllow: '192.0.2.0/24,2001:db8::/32', ipDeny: '198.51.100.7/32' };
  const managed = ['ip-reputation', 'common', 'known-bad-inputs'];

  test.each([
    ['everybody may call', { stage: 'dev' }, [ours.deny]],
    ['only some networks may call', withNetworks, [ours.deny, ours.allow]],
    ['the emulator has no sets of addresses', { stage: 'local', ipDeny: '198.51.100.7/32' }, []],
  ])('is networks, size, rules of AWS, rates: where %s', (_, context, networks) => {
    const { Rules } = synthesised(context).acl;
    expect(Rules.map(({ Name }) => Name)).toEqual([
      ...networks,
      ours.size,
      ...managed,
      ours.rate,
      ours.guesses,
    ]);
    expect(Rules.map(({ Priority }) => Priority)).toEqual(Rules.map((_rule, index) => index));
  });

  test('lets pass what no rule stops, and every rule of our own blocks', () => {
    const { acl } = synthesised(withNetworks);
    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    for (const name of Object.values(ours))
      expect(ruleOf(acl, name).Action, name).toEqual({ Block: expect.anything() });
  });

  test('overrides of AWS’s rules those for bodies and for a missing User-Agent, which only count', () => {
    const groups = statementsOf(dev.acl.Rules).flatMap(({ ManagedRuleGroupStatement: group }) => group ?? []);
    const counting = groups.map(({ Name, RuleActionOverrides = [] }) => [
      Name,
      RuleActionOverrides.map(({ Name: rule, ActionToUse }) => {
        expect(ActionToUse).toEqual({ Count: {} });
        return rule;
      }),
    ]);
    expect(counting).toEqual(managedBodyRules);
  });
});

describe('networks', () => {
  const { acl, template } = synthesised({
    stage: 'dev',
    ipAllow: '192.0.2.0/24, 2001:db8::/32',
    ipDeny: '198.51.100.7/32',
  });
  const setOf = (version: string, addresses: string[]) =>
    Object.keys(
      template.findResources('AWS::WAFv2::IPSet', {
        Properties: { IPAddressVersion: version, Addresses: addresses },
      }),
    ).map((logicalId) => ({ IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [logicalId, 'Arn'] } } }));

  test('that are denied are blocked, one set for each version of IP, even when it is still empty', () => {
    expect(ruleOf(acl, ours.deny).Statement.OrStatement?.Statements).toEqual([
      ...setOf('IPV4', ['198.51.100.7/32']),
      ...setOf('IPV6', []),
    ]);
    expect(setOf('IPV6', [])).toHaveLength(1);
  });

  test('that are not allowed are blocked as soon as some are', () => {
    const allowed = ruleOf(acl, ours.allow).Statement.NotStatement?.Statement.OrStatement?.Statements;
    expect(allowed).toEqual([...setOf('IPV4', ['192.0.2.0/24']), ...setOf('IPV6', ['2001:db8::/32'])]);
    expect(allowed).toHaveLength(2);
  });

  test('that are allowed of one version of IP alone shut the other version out', () => {
    const only = synthesised({ stage: 'dev', ipAllow: '192.0.2.0/24' });
    const statement = ruleOf(only.acl, ours.allow).Statement.NotStatement?.Statement;
    expect(statement?.IPSetReferenceStatement).toBeDefined();
  });
});

describe('what the firewall keeps', () => {
  test('is no sample of a request: only counts', () => {
    const all = [dev.acl, ...dev.acl.Rules].map(({ VisibilityConfig }) => VisibilityConfig);
    expect(all.filter((one) => one.SampledRequestsEnabled || !one.CloudWatchMetricsEnabled)).toEqual([]);
    expect(new Set(all.map(({ MetricName }) => MetricName)).size).toBe(all.length);
    expect(dev.acl.VisibilityConfig.MetricName).toBe(dev.firewall.metricName);
  });

  test('is a log without tokens, cookies and queries', () => {
    dev.template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: Match.arrayWith([
        { QueryString: {} },
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'cookie' } },
      ]),
    });
  });

  test('quotes no piece of a body, query or secret header that a rule has matched', () => {
    const hidden = (field: object) => Match.objectLike({ Field: field, Action: 'SUBSTITUTION' });
    dev.template.hasResourceProperties('AWS::WAFv2::WebACL', {
      DataProtectionConfig: {
        DataProtections: Match.arrayWith([
          hidden({ FieldType: 'BODY' }),
          hidden({ FieldType: 'QUERY_STRING' }),
          hidden({ FieldType: 'SINGLE_HEADER', FieldKeys: Match.arrayWith(['authorization', 'cookie']) }),
        ]),
      },
    });
  });

  test('is encrypted, kept as long as the stage keeps logs, and named as WAF demands', () => {
    const [key] = Object.keys(dev.template.findResources('AWS::KMS::Key'));
    dev.template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.stringLikeRegexp('^aws-waf-logs-[a-z0-9-]+$'),
      KmsKeyId: { 'Fn::GetAtt': [key, 'Arn'] },
      RetentionInDays: 30,
    });
    const [log] = Object.keys(dev.template.findResources('AWS::Logs::LogGroup'));
    const [logging] = Object.values(dev.template.findResources('AWS::WAFv2::LoggingConfiguration'));
    const destination: unknown[] = logging?.Properties.LogDestinationConfigs[0]['Fn::Join'][1];
    expect(destination.slice(-2)).toEqual([':log-group:', { Ref: log }]);
  });
});

describe('the firewall', () => {
  test('stands in front of the API’s stage, from within the same stack', () => {
    dev.template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 0);
    const [stage] = Object.keys(dev.apiTemplate.findResources('AWS::ApiGateway::Stage'));
    dev.apiTemplate.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: { 'Fn::Join': ['', Match.arrayWith(['/stages/', { Ref: stage }])] },
    });
  });

  test('leaves out locally what the emulator cannot take, and says so', () => {
    const local = synthesised({ stage: 'local', ipAllow: '192.0.2.0/24', ipDeny: '198.51.100.7/32' });
    const missing = [
      'AWS::WAFv2::IPSet',
      'AWS::WAFv2::LoggingConfiguration',
      'AWS::WAFv2::WebACLAssociation',
    ];
    for (const type of missing) {
      local.template.resourceCountIs(type, 0);
      local.apiTemplate.resourceCountIs(type, 0);
    }
    expect(local.leftOut.describe()).toBe(missing.join(', '));
  });
});

describe('the limits of AWS WAF', () => {
  const { acl } = synthesised({ stage: 'dev', ipAllow: '192.0.2.0/24,2001:db8::/32' });
  const statements = statementsOf(acl.Rules);

  test('hold for every expression: 512 characters, and no group but a plain one', () => {
    const expressions = statements.flatMap(({ RegexMatchStatement: one }) => one?.RegexString ?? []);
    expect(expressions.length).toBeGreaterThan(0);
    for (const one of expressions) {
      expect(one.length, one).toBeLessThanOrEqual(512);
      expect(one).not.toMatch(/\((?!\?:)/);
    }
  });

  test('leave the rules at less than the 1,500 capacity units that cost nothing more', () => {
    const units = statements.map(unitsOf).reduce((sum, one) => sum + one, 0);
    expect(units).toBeGreaterThan(925);
    expect(units).toBeLessThan(1500);
  });
});

/** Capacity units as the developer guide counts them; a transformation that does nothing is counted as well. */
function unitsOf(statement: Statement): number {
  const groups = new Map([
    ['AWSManagedRulesAmazonIpReputationList', 25],
    ['AWSManagedRulesCommonRuleSet', 700],
    ['AWSManagedRulesKnownBadInputsRuleSet', 200],
  ]);
  const looking =
    statement.ByteMatchStatement ?? statement.RegexMatchStatement ?? statement.SizeConstraintStatement;
  const group = statement.ManagedRuleGroupStatement;
  return (
    10 * (looking?.TextTransformations.length ?? 0) +
    (statement.ByteMatchStatement ? 2 : 0) +
    (statement.RegexMatchStatement ? 3 : 0) +
    (statement.SizeConstraintStatement ? 1 : 0) +
    (statement.IPSetReferenceStatement ? 1 : 0) +
    (statement.RateBasedStatement ? 2 : 0) +
    (group ? (groups.get(group.Name) ?? Number.NaN) : 0)
  );
}
