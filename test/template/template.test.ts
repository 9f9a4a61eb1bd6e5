import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionNames } from '../../lambdas/api/functions.ts';
import { securityHeaders } from '../../lambdas/api/security-headers.ts';
import left from '../../lib/oversight/left-out.json' with { type: 'json' };
import { responsesBeside, responsesInBody } from './api-body.ts';
import { type Resource, resources, type StageName, settings, templateOf } from './synthesised.ts';

const stages = Object.keys(settings) as StageName[];
const templates: Readonly<Record<StageName, Template>> = {
  local: templateOf('local'),
  dev: templateOf('dev'),
  prod: templateOf('prod'),
};
const { prod } = templates;
const properties = (template: Template, type: string) =>
  resources(template, type).map(([, { Properties }]) => Properties);

describe.each(stages)('the template of stage %s', (name) => {
  const template = templates[name];

  const resourcesAtMost = name === 'dev' ? 190 : 250;
  it(`has at most ${resourcesAtMost} resources`, () => {
    expect(Object.keys(template.toJSON().Resources).length).toBeLessThanOrEqual(resourcesAtMost);
  });

  it('keeps the parts of exports under a key of their own, private, without versions, and not for ever', () => {
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            ExpirationInDays: 40,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            Status: 'Enabled',
          },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: Match.absent(),
    });
  });

  it('takes TLS 1.2 with forward secrecy or 1.3, and nothing older', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
  });

  it('compresses answers of a KiB and more, which the page’s files are on a slow phone', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { MinimumCompressionSize: 1024 });
  });

  it('gives each function its own role below the stage’s path, and its own log group', () => {
    const functions = properties(template, 'AWS::Lambda::Function');
    expect(functions).toHaveLength(functionNames.length);
    const roles = new Set(functions.map(({ Role }) => JSON.stringify(Role)));
    const logs = new Set(functions.map(({ LoggingConfig }) => JSON.stringify(LoggingConfig)));
    expect(roles.size).toBe(functionNames.length);
    expect(logs.size).toBe(functionNames.length);
    const paths = properties(template, 'AWS::IAM::Role').map(({ Path }) => Path);
    expect(paths).toEqual(expect.arrayContaining(functionNames.map((one) => `/habeas/${name}/${one}/`)));
  });

  it('gives no function a URL or a secret, and all of them the same runtime', () => {
    template.resourceCountIs('AWS::Lambda::Url', 0);
    for (const { Environment, Runtime, Architectures } of properties(template, 'AWS::Lambda::Function')) {
      expect(Runtime).toBe('nodejs24.x');
      expect(Architectures).toEqual(['arm64']);
      expect(JSON.stringify(Environment)).not.toMatch(/secret|password|token(?!_scope)|private/i);
    }
  });

  it('encrypts every table, log, queue, topic and workflow under a key of its own account', () => {
    for (const { SSESpecification } of properties(template, 'AWS::DynamoDB::Table'))
      expect(SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    for (const [type, member] of [
      ['AWS::Logs::LogGroup', 'KmsKeyId'],
      ['AWS::SQS::Queue', 'KmsMasterKeyId'],
      ['AWS::SNS::Topic', 'KmsMasterKeyId'],
      ['AWS::StepFunctions::StateMachine', 'EncryptionConfiguration'],
    ] as const)
      for (const one of properties(template, type)) expect(one, type).toHaveProperty(member);
  });

  it('keeps every log for a time that is set', () => {
    for (const { RetentionInDays } of properties(template, 'AWS::Logs::LogGroup'))
      expect(RetentionInDays).toBe(name === 'prod' ? 365 : 30);
  });

  it('recovers tables for 35 days, keys for 7, and expires rows where rows expire', () => {
    const tables = properties(template, 'AWS::DynamoDB::Table');
    const recovery = tables.map(({ PointInTimeRecoverySpecification: spec }) => spec);
    expect(recovery).toEqual(
      [35, 7, 35].map((days) => ({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days })),
    );
    expect(tables.map(({ TimeToLiveSpecification: spec }) => spec)).toEqual([
      { AttributeName: 'expiresAt', Enabled: true },
      { AttributeName: 'expiresAt', Enabled: true },
      undefined,
    ]);
    expect(tables.map(({ StreamSpecification: spec }) => spec)).toEqual([
      undefined,
      undefined,
      { StreamViewType: 'NEW_IMAGE' },
    ]);
  });

  it('lets nobody but a restore carry a table off', () => {
    for (const { ResourcePolicy } of properties(template, 'AWS::DynamoDB::Table'))
      expect(ResourcePolicy).toMatchObject({
        PolicyDocument: {
          Statement: expect.arrayContaining([
            expect.objectContaining({
              Effect: 'Deny',
              Action: expect.arrayContaining(['dynamodb:CreateBackup', 'dynamodb:ExportTableToPointInTime']),
            }),
          ]),
        },
      });
  });

  it('signs with RSA-4096 and remembers the erased by an HMAC key', () => {
    template.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' });
    template.hasResourceProperties('AWS::KMS::Key', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
  });

  it('rotates every symmetric key, and lets nobody call off the end of any', () => {
    for (const { KeySpec, EnableKeyRotation, KeyPolicy } of properties(template, 'AWS::KMS::Key')) {
      if (KeySpec === undefined || KeySpec === 'SYMMETRIC_DEFAULT') expect(EnableKeyRotation).toBe(true);
      expect(statementsOf(KeyPolicy)).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action:
            name === 'prod' ? expect.arrayContaining(['kms:CancelKeyDeletion']) : 'kms:CancelKeyDeletion',
        }),
      );
    }
  });

  it('lets administrators of keys look after them and not use them', () => {
    const using = /^kms:(\*|Decrypt|Encrypt|ReEncrypt|GenerateDataKey|GenerateMac|Sign|CreateGrant)/;
    for (const { KeyPolicy } of properties(template, 'AWS::KMS::Key'))
      for (const { Effect, Principal, Action } of statementsOf(KeyPolicy))
        if (Effect === 'Allow' && JSON.stringify(Principal).includes(':root'))
          expect([Action].flat().filter((action) => using.test(String(action)))).toEqual([]);
  });

  it('repeats mail every minute, looks after tenants at least hourly, reaps orphaned keys daily, drills a restore every quarter', () => {
    const schedules = properties(template, 'AWS::Scheduler::Schedule').map((schedule) => [
      JSON.stringify((schedule.Target as Resource).Input).match(/task\\*":\\*"(\w+)/)?.[1],
      schedule.ScheduleExpression,
    ]);
    expect(schedules).toEqual([
      ['sweep', 'rate(1 minute)'],
      ['reconcile', name === 'local' ? 'rate(1 minute)' : 'rate(1 hour)'],
      ['reap', 'rate(1 day)'],
      ['drill', 'cron(0 3 1 1,4,7,10 ? *)'],
    ]);
  });

  it('answers with problem details and security headers where no handler answers', () => {
    const responses = [...responsesInBody(template).values(), ...responsesBeside(template).values()];
    expect(responses.length).toBeGreaterThan(10);
    for (const { parameters, templates: bodies, status } of responses) {
      for (const header of Object.keys(securityHeaders))
        expect(parameters).toHaveProperty([`gatewayresponse.header.${header}`]);
      // API Gateway cannot escape a quote in a literal.
      for (const value of Object.values(parameters)) expect(value).toMatch(/^(?:'[^']+'|context\.\w+)$/);
      expect(parameters['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
      const body = JSON.parse(bodies['application/json'] ?? '');
      expect(body).toMatchObject({ status: Number(status), instance: '$context.requestId' });
    }
  });

  it('logs which operation ended how, and no path, address, query or header', () => {
    const [stage] = properties(template, 'AWS::ApiGateway::Stage');
    const Format = String(Object(stage?.AccessLogSetting).Format);
    expect(Format).toContain('$context.resourcePath');
    expect(Format).not.toMatch(/\$context\.(?:path|identity|requestOverride)|\$input/);
    expect(stage?.MethodSettings).toMatchObject([
      { DataTraceEnabled: false, ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    ]);
  });
});

describe.each(['dev', 'prod'] as const)('the template of stage %s', (name) => {
  const template = templates[name];

  it('lets nobody reach a table, queue or topic but through TLS', () => {
    const policies = [
      ...properties(template, 'AWS::DynamoDB::Table').map(
        ({ ResourcePolicy }) => Object(ResourcePolicy).PolicyDocument,
      ),
      ...['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap((type) =>
        properties(template, type).map(({ PolicyDocument }) => PolicyDocument),
      ),
    ];
    expect(policies).toHaveLength(
      ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::SNS::Topic'].flatMap((type) =>
        resources(template, type),
      ).length,
    );
    for (const policy of policies)
      expect(statementsOf(policy)).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
  });
});

it('without a sender nothing is verified and nothing may be sent', () => {
  templates.dev.resourceCountIs('AWS::SES::EmailIdentity', 0);
  expect(JSON.stringify(templates.dev.toJSON())).not.toContain('ses:SendEmail');
});

it.each(['dev', 'prod'] as const)(
  'stage %s logs workflows where the Region’s policy for logs need not grow',
  (name) => {
    const logs = resources(templates[name], 'AWS::Logs::LogGroup').filter(([id]) =>
      id.startsWith('Workflows'),
    );
    expect(logs).toHaveLength(4);
    for (const [, { Properties }] of logs)
      expect(Properties.LogGroupName).toMatch(/^\/aws\/vendedlogs\/states\/Habeas[\w-]+$/);
  },
);

describe('mail that did not arrive', () => {
  const prod = templates.prod;

  it('is kept on no list of the service', () => {
    prod.hasResourceProperties('AWS::SES::ConfigurationSet', {
      SuppressionOptions: { SuppressedReasons: [] },
    });
  });

  it('waits in a queue without requests for fresh links, which anybody may make: they take fewer calls at once', () => {
    const queued = resources(prod, 'AWS::Lambda::EventSourceMapping').flatMap(([, { Properties }]) => {
      const { EventSourceArn, ScalingConfig, FunctionName } = Object(Properties);
      const [queue] = EventSourceArn['Fn::GetAtt'];
      return /^Mail/.test(queue) ? [{ queue, FunctionName, ...ScalingConfig }] : [];
    });
    const notifier = { FunctionName: { Ref: expect.stringMatching(/^Notifier/) } };
    expect(queued.sort((a, b) => (a.queue < b.queue ? -1 : 1))).toEqual([
      { queue: expect.stringMatching(/^MailQueue/), ...notifier, MaximumConcurrency: 4 },
      { queue: expect.stringMatching(/^MailRenewals/), ...notifier, MaximumConcurrency: 2 },
    ]);
  });

  it('comes back to the mail queue, with ids alone, by a rule that takes this deployment’s mail only', () => {
    prod.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { Enabled: true, MatchingEventTypes: ['bounce', 'complaint', 'reject'] },
    });
    const [[id, rule] = ['', undefined], ...others] = resources(prod, 'AWS::Events::Rule');
    expect(others).toEqual([]);
    const { EventPattern, Targets } = Object(rule?.Properties);
    for (const { detail } of EventPattern.$or)
      expect(detail.mail.tags['ses:configuration-set']).toEqual([
        { Ref: expect.stringMatching(/^MailConf/) },
      ]);
    expect(Targets).toMatchObject([
      {
        InputTransformer: {
          InputPathsMap: { event: '$.detail.eventType', tags: '$.detail.mail.tags' },
          InputTemplate: '{"returned": <event>, "tags": <tags>}',
        },
      },
    ]);
    const policies = resources(prod, 'AWS::SQS::QueuePolicy').flatMap(
      ([, { Properties }]) => Object(Properties.PolicyDocument).Statement,
    );
    expect(policies.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [id, 'Arn'] } } },
      },
    ]);
  });
});

it('resource policies of tables name actions that DynamoDB takes there, since one other would fail the table', () => {
  // Looked up in "API operations supported by resource-based policies"; look there before adding one.
  const taken = [
    'dynamodb:*',
    'dynamodb:CreateBackup',
    'dynamodb:DeleteTable',
    'dynamodb:ExportTableToPointInTime',
    'dynamodb:RestoreTableToPointInTime',
  ];
  for (const { ResourcePolicy } of properties(templates.prod, 'AWS::DynamoDB::Table')) {
    const named = statementsOf(Object(ResourcePolicy).PolicyDocument).flatMap(({ Action }) =>
      [Action].flat(),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((action) => !taken.includes(String(action)))).toEqual([]);
  }
});

it('answers a path that does not exist with 404, whether a token comes with it or not', () => {
  const responses = responsesInBody(templates.prod);
  for (const type of ['MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'RESOURCE_NOT_FOUND'])
    expect(responses.get(type)?.status, type).toBe('404');
});

describe('the template of prod', () => {
  it('keeps what holds data when it leaves the template, and protects it from deletion', () => {
    for (const type of [
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::Cognito::UserPool',
    ])
      for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of resources(prod, type))
        expect([DeletionPolicy, UpdateReplacePolicy], id).toEqual(['RetainExceptOnCreate', 'Retain']);
    for (const { DeletionProtectionEnabled } of properties(prod, 'AWS::DynamoDB::Table'))
      expect(DeletionProtectionEnabled).toBe(true);
    prod.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });

  it('leaves nothing behind by itself when its creation fails', () => {
    const kept = Object.values(prod.toJSON().Resources as Record<string, Resource>).map(
      ({ DeletionPolicy }) => DeletionPolicy,
    );
    expect(kept.filter((one) => one === 'RetainExceptOnCreate').length).toBeGreaterThan(20);
    expect(kept).not.toContain('Retain');
  });

  it('is reached by its own domain alone', () => {
    const addresses = Object.keys(prod.findOutputs('*')).filter((name) => /url|endpoint/i.test(name));
    expect(addresses.sort()).toEqual(['MailDeadLetterQueueUrl', 'MailQueueUrl', 'TokenEndpoint', 'Url']);
    prod.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    prod.hasResourceProperties('AWS::ApiGateway::DomainName', {
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });

  it('has no client of the demo', () => {
    prod.resourceCountIs('AWS::Cognito::UserPoolClient', 0);
  });

  it('protects every step of the workflows’ history', () => {
    for (const { LoggingConfiguration } of properties(prod, 'AWS::StepFunctions::StateMachine'))
      expect(LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
  });

  it('is guarded by the firewall', () => {
    prod.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: Match.anyValue(),
      WebACLArn: Match.anyValue(),
    });
  });
});

describe('the template of local', () => {
  it('leaves out the listed types and no other', () => {
    const types = (template: Template) =>
      new Set(Object.values(template.toJSON().Resources as Record<string, Resource>).map(({ Type }) => Type));
    const missing = [...types(templates.dev)].filter((type) => !types(templates.local).has(type));
    // These two hold nothing but a condition on encrypted transport, a key on the list.
    const policies = ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'];
    expect(missing.sort()).toEqual([...left.types, ...policies].sort());
  });

  it('says in an output what it left out', () => {
    const [output] = Object.values(templates.local.findOutputs('LeftOut'));
    expect(output?.Value).toBe([...left.types, ...left.properties].sort().join(', '));
    expect(Object.values(templates.dev.findOutputs('LeftOut'))[0]?.Value).toBe('none');
  });
});

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
}

function statementsOf(policy: unknown): Statement[] {
  return (policy as { Statement: Statement[] }).Statement;
}
