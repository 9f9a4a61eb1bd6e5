import { DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { Trouble } from '../process/progress.ts';
import { type Account, cloudFormation } from './account.ts';

export const stackName = 'Habeas-local';

const names = [
  'ApiId',
  'ApiStage',
  'VaultTableName',
  'KeysTableName',
  'EvidenceTableName',
  'RetentionMachineArn',
  'PurgeMachineArn',
  'ExportMachineArn',
  'UserPoolId',
  'Issuer',
  'MailQueueUrl',
  'MailDeadLetterQueueUrl',
  'WorkflowFunctionName',
  'NotifierFunctionName',
  'TokenScope',
  'LeftOut',
] as const;

/** The demo's principals by the name that is typed, each with the output that names its Cognito client. */
export const principalOutputs = {
  operator: 'ClientOperator',
  admin: 'ClientAdmin',
  'second-admin': 'ClientSecondAdmin',
  provider: 'ClientProvider',
  requester: 'ClientRequester',
  auditor: 'ClientAuditor',
  stranger: 'ClientStranger',
} as const;

export type PrincipalName = keyof typeof principalOutputs;
export type Outputs = Readonly<
  Record<(typeof names)[number] | (typeof principalOutputs)[PrincipalName], string>
>;

/** The deployed stack of that name, or undefined. */
export async function findStack(account: Account, name: string): Promise<Stack | undefined> {
  try {
    const answer = await cloudFormation(account).send(new DescribeStacksCommand({ StackName: name }));
    return answer.Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}

/**
 * The stack's outputs.
 * @throws Trouble when one is missing: then the app and `local/` do not fit together.
 */
export function readOutputs(stack: Stack): Outputs {
  const given = new Map(stack.Outputs?.map((output) => [output.OutputKey, output.OutputValue ?? '']));
  const wanted = [...names, ...Object.values(principalOutputs)];
  const missing = wanted.filter((name) => !given.has(name));
  if (missing.length > 0)
    throw new Trouble(
      `The stack ${stackName} lacks the outputs ${missing.join(', ')}.`,
      'lib/ must export what local/emulator/outputs.ts lists.',
    );
  return Object.fromEntries(wanted.map((name) => [name, given.get(name)])) as Outputs;
}

/** What to print about the resource types that the local stage left out. */
export function describeLeftOut(leftOut: string): string {
  const types = leftOut
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '' && type !== 'none');
  return types.length === 0
    ? 'Left out locally: nothing.'
    : `Left out locally, because the local AWS has nothing like it: ${types.sort().join(', ')}.`;
}
