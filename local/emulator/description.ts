import type { Account } from './account.ts';
import { type Outputs, type PrincipalName, principalOutputs } from './outputs.ts';
import { bearerToken, subjectOf } from './tokens.ts';

/** What there is to try by hand: a tenant, an individual, and the consent request that she has not decided on yet. */
export interface Opening {
  readonly tenant: string;
  readonly individual: string;
  readonly request: string;
}

/** `.habeas/local.json`: where everything of the running local system is. Contains no secret. */
export interface LocalSystem {
  readonly api: string;
  readonly page: string;
  readonly docs: string;
  readonly inbox: string;
  readonly executions: string;
  readonly tokenEndpoint: string;
  readonly emulator: string;
  readonly region: string;
  readonly accountId: string;
  readonly tables: Readonly<Record<'vault' | 'keys' | 'evidence', string>>;
  readonly stateMachines: Readonly<Record<'retention' | 'purge' | 'export', string>>;
  readonly queues: Readonly<Record<'mail' | 'mailDeadLetters', string>>;
  readonly functions: Readonly<Record<'workflow' | 'notifier', string>>;
  readonly userPoolId: string;
  readonly issuer: string;
  readonly tokenScope: string;
  readonly principals: Readonly<
    Record<PrincipalName, { readonly clientId: string; readonly subject: string }>
  >;
  readonly retentionWindow: string;
  /** What there is to try by hand; only when it was wished for. */
  readonly demo?: Opening;
  /** Whether functions run with the permissions of their own roles. */
  readonly permissions: boolean;
}

/** Makes the description; gets one token of each principal, to learn its subject. */
export async function describeSystem(
  account: Account,
  baseUrl: string,
  outputs: Outputs,
  settings: Pick<LocalSystem, 'retentionWindow' | 'permissions'>,
): Promise<LocalSystem> {
  const principals = await Promise.all(
    (Object.keys(principalOutputs) as PrincipalName[]).map(async (name) => {
      const clientId = outputs[principalOutputs[name]];
      const token = await bearerToken({
        account,
        userPoolId: outputs.UserPoolId,
        tokenScope: outputs.TokenScope,
        clientId,
      });
      return [name, { clientId, subject: subjectOf(token) }] as const;
    }),
  );
  return {
    api: baseUrl,
    page: `${baseUrl}/`,
    docs: `${baseUrl}/docs`,
    inbox: `${baseUrl}/_inbox`,
    executions: `${baseUrl}/_executions`,
    tokenEndpoint: `${account.endpoint}/oauth2/token`,
    emulator: account.endpoint,
    region: account.region,
    accountId: account.accountId,
    tables: {
      vault: outputs.VaultTableName,
      keys: outputs.KeysTableName,
      evidence: outputs.EvidenceTableName,
    },
    stateMachines: {
      retention: outputs.RetentionMachineArn,
      purge: outputs.PurgeMachineArn,
      export: outputs.ExportMachineArn,
    },
    queues: { mail: outputs.MailQueueUrl, mailDeadLetters: outputs.MailDeadLetterQueueUrl },
    functions: { workflow: outputs.WorkflowFunctionName, notifier: outputs.NotifierFunctionName },
    userPoolId: outputs.UserPoolId,
    issuer: outputs.Issuer,
    tokenScope: outputs.TokenScope,
    principals: Object.fromEntries(principals) as LocalSystem['principals'],
    ...settings,
  };
}
