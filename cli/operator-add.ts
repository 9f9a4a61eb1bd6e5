import { grant, granted } from '../lambdas/platform/runtime/environment.ts';
import { type Command, UsageError, wordsOf } from './command.ts';

const options = {
  issuer: { type: 'string' },
  subject: { type: 'string' },
  vault: { type: 'string' },
  evidence: { type: 'string' },
} as const;

/** `habeas operator add`: uses AWS credentials, because there is nobody yet who could add the first operator. */
export const operatorAdd: Command = {
  help: `habeas operator add --issuer URL --subject ID [--vault TABLE --evidence TABLE]

Makes a principal an operator of a deployment, with its entry in the audit log. Uses your AWS credentials and
Region as the AWS command line does; they may put items into the two tables, and query and
read Vault with its index. One who is an operator already stays so; a member of a tenant is refused.

  --issuer URL       Who issues the operator's tokens: their claim \`iss\`.
  --subject ID       Whom the tokens are about: their claim \`sub\` (for a Cognito machine client: its client id).
  --vault TABLE      Name of the table Vault: the output VaultTableName of the stack, or VAULT_TABLE.
  --evidence TABLE   Name of the table Evidence: the output EvidenceTableName of the stack, or EVIDENCE_TABLE.
`,
  async run(words, say) {
    const { values, positionals } = wordsOf(words, options);
    if (positionals.length > 0) throw new UsageError(`What is ${positionals[0]}?`);
    const issuer = given('--issuer', values.issuer);
    const subject = given('--subject', values.subject);
    if (!URL.canParse(issuer)) throw new UsageError('--issuer is a URL');
    grant('VAULT_TABLE', given('--vault', values.vault ?? granted('VAULT_TABLE')));
    grant('EVIDENCE_TABLE', given('--evidence', values.evidence ?? granted('EVIDENCE_TABLE')));
    const { addOperator } = await import('../lambdas/stores/deployment/operators.ts');
    const { id, added } = await addOperator(issuer, subject);
    say(added ? `Operator ${id} is added.` : `Operator ${id} was there already.`);
    return 0;
  },
};

function given(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is missing`);
  return value;
}
