import type { Template } from 'aws-cdk-lib/assertions';

/** A request as far as the rules of our own look at it. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly bodyBytes?: number;
}

interface Field {
  readonly TextTransformations: readonly { readonly Priority: number; readonly Type: string }[];
}

/** A statement of a synthesised web ACL; one that this file cannot judge is not among them. */
export interface Statement {
  readonly AndStatement?: { readonly Statements: readonly Statement[] };
  readonly OrStatement?: { readonly Statements: readonly Statement[] };
  readonly NotStatement?: { readonly Statement: Statement };
  readonly ByteMatchStatement?: Field & {
    readonly FieldToMatch: { readonly Method: object };
    readonly PositionalConstraint: string;
    readonly SearchString: string;
  };
  readonly RegexMatchStatement?: Field & {
    readonly FieldToMatch: { readonly UriPath: object };
    readonly RegexString: string;
  };
  readonly SizeConstraintStatement?: Field & {
    readonly FieldToMatch: { readonly Body: { readonly OversizeHandling: string } };
    readonly ComparisonOperator: string;
    readonly Size: number;
  };
  readonly RateBasedStatement?: {
    readonly AggregateKeyType: string;
    readonly EvaluationWindowSec: number;
    readonly Limit: number;
    readonly ScopeDownStatement?: Statement;
  };
  readonly IPSetReferenceStatement?: { readonly Arn: unknown };
  readonly ManagedRuleGroupStatement?: {
    readonly Name: string;
    readonly VendorName: string;
    readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: object }[];
  };
}

interface Visibility {
  readonly MetricName: string;
  readonly CloudWatchMetricsEnabled: boolean;
  readonly SampledRequestsEnabled: boolean;
}

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: object;
  readonly Statement: Statement;
  readonly VisibilityConfig: Visibility;
}

interface WebAcl {
  readonly CustomResponseBodies: Readonly<
    Record<string, { readonly ContentType: string; readonly Content: string }>
  >;
  readonly Scope: string;
  readonly DefaultAction: object;
  readonly Rules: readonly Rule[];
  readonly VisibilityConfig: Visibility;
}

/** What the firewall may see of a body by the setting that the ACL has. */
const inspected = 16 * 1024;

/** The one web ACL of a template. */
export function webAclOf(template: Template): WebAcl {
  const [acl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
  if (!acl) throw new Error('the template has no web ACL');
  return acl.Properties;
}

export function ruleOf({ Rules }: WebAcl, name: string): Rule {
  const rule = Rules.find((one) => one.Name === name);
  if (!rule) throw new Error(`the web ACL has no rule ${name}`);
  return rule;
}

/** Whether a statement applies to a request, by the meaning that AWS WAF gives it. */
export function applies(statement: Statement, request: Request): boolean {
  const { AndStatement, OrStatement, NotStatement, RateBasedStatement } = statement;
  if (AndStatement) return AndStatement.Statements.every((one) => applies(one, request));
  if (OrStatement) return OrStatement.Statements.some((one) => applies(one, request));
  if (NotStatement) return !applies(NotStatement.Statement, request);
  if (RateBasedStatement?.ScopeDownStatement) return applies(RateBasedStatement.ScopeDownStatement, request);
  return appliesItself(statement, request);
}

function appliesItself(statement: Statement, { method, path, bodyBytes = 0 }: Request): boolean {
  const { ByteMatchStatement: bytes, RegexMatchStatement: regex, SizeConstraintStatement: size } = statement;
  if (bytes?.FieldToMatch.Method && bytes.PositionalConstraint === 'EXACTLY')
    return transformed(method, bytes) === bytes.SearchString;
  if (regex?.FieldToMatch.UriPath) return new RegExp(regex.RegexString).test(transformed(path, regex));
  if (size?.ComparisonOperator === 'GT') {
    const unseen = bodyBytes > inspected && size.FieldToMatch.Body.OversizeHandling === 'MATCH';
    return unseen || Math.min(bodyBytes, inspected) > size.Size;
  }
  throw new Error(`cannot judge ${JSON.stringify(statement)}`);
}

const transformations: Readonly<Record<string, (text: string) => string>> = {
  NONE: (text) => text,
  URL_DECODE: decodeURIComponent,
  NORMALIZE_PATH: (text) => new URL(`http://any${text.replaceAll(/\/+/g, '/')}`).pathname,
};

function transformed(text: string, { TextTransformations }: Field): string {
  return TextTransformations.toSorted((a, b) => a.Priority - b.Priority).reduce((before, { Type }) => {
    const transform = transformations[Type];
    if (!transform) throw new Error(`cannot do ${Type}`);
    return transform(before);
  }, text);
}

/** Every statement of a list of rules, those within others included. */
export function statementsOf(rules: readonly Rule[]): Statement[] {
  const within = (one: Statement): Statement[] => [
    one,
    ...[
      ...(one.AndStatement?.Statements ?? []),
      ...(one.OrStatement?.Statements ?? []),
      ...(one.NotStatement ? [one.NotStatement.Statement] : []),
      ...(one.RateBasedStatement?.ScopeDownStatement ? [one.RateBasedStatement.ScopeDownStatement] : []),
    ].flatMap(within),
  ];
  return rules.flatMap((rule) => within(rule.Statement));
}
