import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { allOperations } from '../../lambdas/api/operations.ts';
import type { OperationName } from '../../lambdas/api/typed-operations.ts';
import { allOf, anyOf, asSent, callOf, exactly, loosely, not } from './firewall-statements.ts';

type Rule = Omit<CfnWebACL.RuleProperty, 'priority'>;
type Statement = CfnWebACL.StatementProperty;

/** ARNs of the sets of networks that rules speak of. */
export interface NetworkSets {
  readonly deny: readonly string[];
  /** Nobody else may call; when there is none, everybody may. */
  readonly allow: readonly string[];
}

/** Bytes of a body that the firewall lets through, which is also all of it that it sees. */
const usualLimit = 16 * 1024;
/** Seconds over which requests are counted, in a window that slides. */
const countedSeconds = 300;
/** Requests that one address may send meanwhile: a whole practice can be behind it. */
const usualRate = 2000;
/** The same for what somebody would repeat who guesses links, codes and people, or has mail sent to strangers. */
const tightRate = 100;
const guarded = [
  'link.renew',
  'session.open',
  'code.send',
  'code.verify',
  'individual.search',
] as const satisfies readonly OperationName[];

/** The rules of a stage's firewall, in the order in which they are asked. */
export function firewallRules(stageName: string, { deny, allow }: NetworkSets): CfnWebACL.RuleProperty[] {
  const rules: Rule[] = [
    ...(deny.length > 0 ? [blocking('denied-networks', anyOf(deny.map(inSet)))] : []),
    ...(allow.length > 0 ? [blocking('other-networks', not(anyOf(allow.map(inSet))))] : []),
    blocking('oversize-body', allOf(oversize, not(mayBeLarge(stageName)))),
    managed('ip-reputation', 'AWSManagedRulesAmazonIpReputationList'),
    // Its limit of 8 KiB is not ours, and knows no exceptions.
    managed('common', 'AWSManagedRulesCommonRuleSet', 'SizeRestrictions_BODY'),
    managed('known-bad-inputs', 'AWSManagedRulesKnownBadInputsRuleSet'),
    blocking('rate', rate(usualRate)),
    blocking('rate-of-guesses', rate(tightRate, anyOf(guarded.map((name) => guess(name, stageName))))),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority }));
}

/** Counts and nothing else: samples would show whole requests, tokens and cookies with them, to every console. */
export function counted(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

/** A body whose end the firewall does not see is too large as well. */
const oversize: Statement = {
  sizeConstraintStatement: {
    fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
    comparisonOperator: 'GT',
    size: usualLimit,
    textTransformations: asSent,
  },
};

/** The operations whose bodies may be larger: their handlers hold the limit. */
function mayBeLarge(stageName: string): Statement {
  const large = allOperations.filter(({ bodyLimit = 0 }) => bodyLimit > usualLimit);
  return anyOf(large.map((operation) => callOf(operation, stageName, exactly)));
}

function guess(name: OperationName, stageName: string): Statement {
  const row = allOperations.find((one) => one.name === name);
  if (!row) throw new Error(`no operation is called ${name}`);
  return callOf(row, stageName, loosely);
}

function rate(limit: number, scopeDownStatement?: Statement): Statement {
  return {
    rateBasedStatement: {
      aggregateKeyType: 'IP',
      evaluationWindowSec: countedSeconds,
      limit,
      ...(scopeDownStatement && { scopeDownStatement }),
    },
  };
}

function inSet(arn: string): Statement {
  return { ipSetReferenceStatement: { arn } };
}

function blocking(name: string, statement: Statement): Rule {
  return { name, statement, action: { block: {} }, visibilityConfig: counted(name) };
}

/** A rule group of AWS, in the version that AWS holds for the right one, but for rules that only count. */
function managed(name: string, group: string, ...onlyCounting: string[]): Rule {
  return {
    name,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: onlyCounting.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    overrideAction: { none: {} },
    visibilityConfig: counted(name),
  };
}
