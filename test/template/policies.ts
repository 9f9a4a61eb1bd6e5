import { type StageName, templateOf } from './synthesised.ts';

/** A statement of a policy, with every list a list and every reference a name. */
export interface Statement {
  readonly sid: string;
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `*`, ARNs and services. */
  readonly principals: readonly string[];
  /** Values by condition key. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

type Json = Readonly<Record<string, unknown>>;

/** What a policy document says. */
export function statementsOf(document: unknown): Statement[] {
  return (document as { Statement: Json[] }).Statement.map((one) => ({
    sid: String(one.Sid ?? ''),
    allows: one.Effect === 'Allow',
    actions: textsOf(one.Action),
    resources: textsOf(one.Resource),
    principals: one.Principal === '*' ? ['*'] : Object.values((one.Principal ?? {}) as Json).flatMap(textsOf),
    conditions: Object.fromEntries(
      Object.values((one.Condition ?? {}) as Record<string, Json>)
        .flatMap(Object.entries)
        .map(([key, value]) => [key, textsOf(value)]),
    ),
  }));
}

/** All identity policies of a stage's template, by the role that they belong to. */
export function rolesOf(stage: StageName): Map<string, Statement[]> {
  const template = templateOf(stage);
  const found = new Map<string, Statement[]>();
  for (const [id, { Properties }] of Object.entries(template.findResources('AWS::IAM::Role')))
    found.set(
      nameOf(id),
      ((Properties.Policies ?? []) as Json[]).flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
    );
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy')))
    for (const role of textsOf(Properties.Roles))
      found.get(role)?.push(...statementsOf(Properties.PolicyDocument));
  return found;
}

/** A construct's name in its logical id: without the hash, and what it shares with all others of its kind. */
export function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '').replace(/(?<=.)(?:Key|Role|Table|Function)$/, '');
}

/** Texts of a value that is one or a list of them; ARNs without what all of an account have in common. */
export function textsOf(value: unknown): string[] {
  const all = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return all.map((one) => textOf(one).replace(/^arn:[^:]+:[\w-]+:[^:]*:[^:]*:/, ''));
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, content] = ['', undefined]] = Object.entries(value);
  if (kind === 'Ref')
    return String(content).startsWith('AWS::') ? String(content).slice(5) : nameOf(String(content));
  if (kind === 'Fn::GetAtt') return nameOf(String((content as unknown[])[0]));
  if (kind === 'Fn::Join') return (content as [string, unknown[]])[1].map(textOf).join('');
  return JSON.stringify(value);
}
