import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { allOperations } from '../../lambdas/api/operations.ts';
import type { OperationName } from '../../lambdas/api/typed-operations.ts';
import { allOf, anyOf, asSent, callOf, exactly, loosely, not } from './firewall-statements.ts';

type Rule = Omit<CfnWebACL.RuleProperty, 'priority'>;
type Statement = CfnWebACL.StatementProperty;

/** ARNs of the sets of networks that rules refer to. */
export interface NetworkSets {
  readonly deny: readonly string[];
  /** If there are any, nobody else may call; if there are none, everybody may. */
  readonly allow: readonly string[];
}

/** How many bytes of a body the firewall allows, which is also the most that it inspects. */
const usualLimit = 16 * 1024;
/** The sliding window over which requests are counted, in seconds. */
const countedSeconds = 300;
/** Requests that one address may send in that window: a whole practice can share it. */
const usualRate = 2000;
/** The same for operations that can be used to guess links, codes and people, or to have mail sent to strangers. */
const tightRate = 100;
const guarded = [
  'link.renew',
  'session.open',
  'code.send',
  'code.verify',
  'individual.search',
] as const satisfies readonly OperationName[];

/** The rules of a stage's firewall, in the order in which they are evaluated. */
export function firewallRules(stageName: string, { deny, allow }: NetworkSets): CfnWebACL.RuleProperty[] {
  const rules: Rule[] = [
    ...(deny.length > 0 ? [blocking('denied-networks', anyOf(deny.map(inSet)))] : []),
    ...(allow.length > 0 ? [blocking('other-networks', not(anyOf(allow.map(inSet))))] : []),
    blocking('oversize-body', allOf(oversize, not(mayBeLarge(stageName)))),
    managed('ip-reputation', 'AWSManagedRulesAmazonIpReputationList'),
    // Excluded: its limit of 8 KiB is not ours, and it knows no exceptions.
    managed('common', 'AWSManagedRulesCommonRuleSet', 'SizeRestrictions_BODY'),
    managed('known-bad-inputs', 'AWSManagedRulesKnownBadInputsRuleSet'),
    blocking('rate', rate(usualRate)),
    blocking('rate-of-guesses', rate(tightRate, anyOf(guarded.map((name) => guess(name, stageName))))),
  ];
  return rules.map((rule, priority) => ({ ...rule, priority }));
}

/**
 * Metrics only: samples would show whole requests, with tokens and cookies, to everyone with access to the console.
 */
export function counted(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

/** A body that is longer than what the firewall inspects counts as too large too. */
const oversize: Statement = {
  sizeConstraintStatement: {
    fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
    comparisonOperator: 'GT',
    size: usualLimit,
    textTransformations: asSent,
  },
};

/** The operations whose bodies may be larger: their handlers enforce the limit. */
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

/** A rule group of AWS, in its default version; the rules named only count. */
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
