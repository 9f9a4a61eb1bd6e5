import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { run, tail } from '../process/child.ts';
import { root } from '../process/instance.ts';
import { Trouble } from '../process/progress.ts';
import { type Account, commandEnvironment } from './account.ts';
import { bootstrap } from './bootstrap.ts';
import { deployedFrom, hashInputs } from './inputs.ts';
import { findStack, type Outputs, readOutputs, stackName } from './outputs.ts';

export interface Deployment {
  readonly account: Account;
  /** Where log, assembly and the mark of the last deployment are kept. */
  readonly folder: string;
  /** The stable public address, as it stands in mails and links. */
  readonly baseUrl: string;
  /** The retrieval window between a contract's end and the purge, as an ISO 8601 duration. */
  readonly retentionWindow: string;
}

/**
 * Brings the account up to date by `cdk deploy`, after it was bootstrapped, unless exactly these inputs are deployed
 * there already.
 * @throws Trouble with the end of CDK's output.
 */
export async function deploy(deployment: Deployment, say: (line: string) => void): Promise<Outputs> {
  const { account, folder } = deployment;
  const context = Object.entries({
    stage: 'local',
    endpoint: account.endpoint,
    baseUrl: deployment.baseUrl,
    retentionWindow: deployment.retentionWindow,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const inputs = hashInputs(root, deployedFrom, [...context, account.accountId, account.region]);
  const mark = join(folder, 'deployed.json');

  const before = await findStack(account, stackName);
  if (before !== undefined && readMark(mark) === describeMark(inputs, before)) return readOutputs(before);
  rmSync(mark, { force: true });

  await bootstrap(account);
  const options = [
    '--require-approval',
    'never',
    '--output',
    join(folder, 'cdk.out'),
    '--progress',
    'events',
    // Nobody looks at a change set before it is executed.
    '--method',
    'direct',
  ];
  say('cdk deploy');
  await cdkDeploy(deployment, [stackName, ...context, ...options], say);

  const after = await findStack(account, stackName);
  if (after === undefined) throw new Trouble(`cdk deploy left no stack ${stackName}.`, 'See bin/habeas.ts.');
  writeFileSync(mark, describeMark(inputs, after));
  return readOutputs(after);
}

/** Also names the stack's last change: after a crash the emulator may have an older state of the stack. */
function describeMark(inputs: string, stack: Stack): string {
  const changed = (stack.LastUpdatedTime ?? stack.CreationTime)?.toISOString() ?? '';
  return JSON.stringify({ inputs, stack: stack.StackId, changed });
}

function readMark(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** CDK's own template rules take half of a synthesis; what they find in the local stage says nothing about AWS. */
const quick = { CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true' };

async function cdkDeploy(
  { account, folder }: Deployment,
  args: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const log = join(folder, 'cdk-deploy.log');
  const { code, output } = await run(
    process.execPath,
    [join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), 'deploy', ...args, '--no-notices'],
    { env: { ...commandEnvironment(account), ...quick }, log, say },
  );
  if (code === 0) return;
  const refused = /Unrecognized resource types: \[([^\]]*)\]/.exec(output)?.[1];
  throw new Trouble(
    'cdk deploy failed.',
    refused === undefined
      ? `The whole output is in ${log}. \`npm start -- --fresh\` begins with an empty local AWS.`
      : `The local AWS has no ${refused}: the local stage must leave it out.`,
    reasons(output),
  );
}

/** The lines that failed, then the end of the output without the lines of the clean-up, which hide them. */
function reasons(output: string): string {
  const lines = output.split('\n');
  const failed = lines.filter((line) => /(CREATE|UPDATE)_FAILED/.test(line));
  const rest = lines.filter((line) => !/_(FAILED|IN_PROGRESS|COMPLETE|SKIPPED) /.test(line));
  return [...failed, tail(rest.join('\n'), 15)].join('\n');
}
