import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { root } from '../process/instance.ts';
import { type Account, cloudFormation } from './account.ts';
import { findStack } from './outputs.ts';

const StackName = 'CDKToolkit';
const template = join(root, 'node_modules', 'aws-cdk', 'lib', 'api', 'bootstrap', 'bootstrap-template.yaml');

/** Does once for an account what `cdk bootstrap` does, from CDK's own template, without the seconds that CDK takes. */
export async function bootstrap(account: Account): Promise<void> {
  if (await findStack(account, StackName)) return;
  const client = cloudFormation(account);
  await client.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: readFileSync(template, 'utf8'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [
        {
          ParameterKey: 'CloudFormationExecutionPolicies',
          ParameterValue: 'arn:aws:iam::aws:policy/AdministratorAccess',
        },
      ],
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
}
