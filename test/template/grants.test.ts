import { expect, it } from 'vitest';
import { environmentNames } from '../../lambdas/api/environment.ts';
import { functionNames, httpFunctions } from '../../lambdas/api/functions.ts';
import { acknowledgements } from '../../lib/oversight/acknowledgements.ts';
import { permissions } from './permissions.ts';
import { rolesOf, statementsOf, textsOf } from './policies.ts';
import { templateOf } from './synthesised.ts';

const roles = rolesOf('prod');
const more = templateOf('more');
const capital = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const functions = functionNames.map(capital);

it('the template has no role beside those of the table', () => {
  expect([...roles.keys()].sort()).toEqual(Object.keys(permissions).sort());
});

it.each(Object.keys(permissions))('role %s may do what its code does, and no more', (role) => {
  const { [`${role}Log`]: log, ...others } = permissionsOf(role);
  expect(log).toBe(functions.includes(role) ? 'logs: CreateLogStream PutLogEvents' : undefined);
  expect(others).toEqual(permissions[role]);
});

it('no role is granted a pattern of actions', () => {
  for (const { actions } of [...roles.values()].flat())
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

it('no role is granted anything on every resource but where that is acknowledged', () => {
  const acknowledged = acknowledgements
    .filter(({ rules }) => rules.includes('AwsSolutions-IAM5[Resource::*]'))
    .flatMap(({ where = [] }) => where.map((path) => path.replace('/', '').replace(/Role$/, '')));
  const unbounded = [...roles].filter(([, all]) => all.some(({ resources }) => resources.includes('*')));
  expect(unbounded.map(([role]) => role).sort()).toEqual(acknowledged.sort());
});

it('the keymaker may make symmetric keys only, under this stage’s tag', () => {
  const kms = roles.get('Keymaker')?.filter(({ resources }) => resources.includes('*'));
  const tagged = { 'aws:RequestTag/habeas:stage': ['prod'] };
  expect(kms?.map(({ actions, conditions }) => [actions, conditions])).toEqual([
    [
      ['kms:CreateKey'],
      { ...tagged, 'kms:KeySpec': ['SYMMETRIC_DEFAULT'], 'kms:KeyUsage': ['ENCRYPT_DECRYPT'] },
    ],
    [['kms:TagResource'], tagged],
    [['kms:ListKeys'], {}],
  ]);
});

it('the notifier may send from the configured address only', () => {
  const mail = roles.get('Notifier')?.filter(({ actions }) => actions.includes('ses:SendEmail'));
  expect(mail?.map(({ conditions }) => conditions)).toEqual([{ 'ses:FromAddress': ['vault@example.org'] }]);
});

it('API Gateway may call the functions with operations and the authorizer, and nobody else any function', () => {
  const called = Object.values(templateOf('prod').findResources('AWS::Lambda::Permission')).map(
    ({ Properties }) => [
      Properties.Principal,
      ...textsOf(Properties.FunctionName),
      ...textsOf(Properties.SourceArn),
    ],
  );
  const gateway = 'apigateway.amazonaws.com';
  expect(called.sort()).toEqual(
    [
      [gateway, 'Authorizer', 'RestApi/authorizers/*'],
      ...httpFunctions.map((name) => [gateway, capital(name), 'RestApi/*/*/*']),
    ].sort(),
  );
});

it('functions are given every environment variable of the list, and none that is not on it', () => {
  const told = [templateOf('prod'), more].flatMap((template) =>
    Object.values(template.findResources('AWS::Lambda::Function')).flatMap(({ Properties }) =>
      Object.keys(Properties.Environment.Variables),
    ),
  );
  const own = [...new Set(told)].filter((name) => !name.startsWith('POWERTOOLS_'));
  expect(own.sort()).toEqual([...environmentNames].sort());
});

it('the topic lets alarms publish, which its own policy would otherwise prevent', () => {
  const [topic] = Object.values(templateOf('prod').findResources('AWS::SNS::TopicPolicy'));
  const admitted = statementsOf(topic?.Properties.PolicyDocument).filter(({ allows }) => allows);
  expect(admitted).toMatchObject([
    {
      actions: ['sns:Publish'],
      principals: ['cloudwatch.amazonaws.com'],
      conditions: { 'aws:SourceAccount': ['AccountId'], 'aws:SourceArn': ['alarm:*'] },
    },
  ]);
});

it('the role of the access logs has its permissions before API Gateway looks at them', () => {
  const template = templateOf('prod');
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(policies.flatMap(({ Properties }) => textsOf(Properties.Roles))).not.toContain('RestApiLogWriter');
  const [account] = Object.values(template.findResources('AWS::ApiGateway::Account'));
  expect(textsOf(account?.Properties.CloudWatchRoleArn)).toEqual(['RestApiLogWriter']);
  expect(account?.DependsOn).toEqual(Object.keys(template.findResources('AWS::ApiGateway::RestApi')));
});

function permissionsOf(role: string): Record<string, string> {
  const granted = (roles.get(role) ?? []).flatMap(({ allows, actions, resources }) => {
    expect(allows).toBe(true);
    return resources.flatMap((resource) => actions.map((action) => ({ resource, action })));
  });
  return Object.fromEntries(
    Object.entries(Object.groupBy(granted, ({ resource }) => resource)).map(([resource, all = []]) => {
      const split = all.map(({ action }) => action.split(':'));
      const [services, names] = [0, 1].map((part) => new Set(split.map((words) => words[part]).sort()));
      return [resource, `${[...(services ?? [])].join()}: ${[...(names ?? [])].join(' ')}`];
    }),
  );
}
