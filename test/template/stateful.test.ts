import { expect, it } from 'vitest';
import { resources, templateOf } from './synthesised.ts';

/** What holds data: replacing one of these loses it. */
const stateful = {
  'AWS::DynamoDB::Table': ['KeySchema', 'AttributeDefinitions', 'GlobalSecondaryIndexes', 'SSESpecification'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage'],
  'AWS::Cognito::UserPool': ['UsernameAttributes', 'AliasAttributes', 'Schema'],
  'AWS::Logs::LogGroup': ['KmsKeyId', 'LogGroupName'],
  'AWS::SQS::Queue': ['KmsMasterKeyId'],
};

const template = templateOf('prod');

// A change here replaces a resource: write the migration first (docs/upgrading.md), then update the file with -u.
it('no change of the template replaces a resource that holds data', async () => {
  const pinned = Object.fromEntries(
    Object.entries(stateful).flatMap(([type, members]) =>
      resources(template, type).map(([id, { Properties }]) => [
        id,
        { type, ...Object.fromEntries(members.map((member) => [member, Properties[member]])) },
      ]),
    ),
  );
  await expect(`${JSON.stringify(pinned, undefined, 2)}\n`).toMatchFileSnapshot('stateful.json');
});
