import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { allOperations } from '../../lambdas/api/operations.ts';
import { securityHeaders } from '../../lambdas/api/security-headers.ts';
import type { OperationName } from '../../lambdas/api/typed-operations.ts';
import { type ProblemCode, problems } from '../../lambdas/domain/problems.ts';
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

const tooManyCode: ProblemCode = 'too-many-requests';
const [tooManyStatus, tooManyTitle] = problems[tooManyCode];

/** Bodies of the firewall's own answers, by the key that rules name them by. */
export const firewallAnswers: Readonly<Record<string, CfnWebACL.CustomResponseBodyProperty>> = {
  [tooManyCode]: {
    contentType: 'APPLICATION_JSON',
    content: JSON.stringify({
      type: `urn:habeas:problem:${tooManyCode}`,
      title: tooManyTitle,
      status: tooManyStatus,
    }),
  },
};

/** Where there were too many requests: after the window has passed, the caller may come back. */
const tooMany: CfnWebACL.CustomResponseProperty = {
  responseCode: tooManyStatus,
  customResponseBodyKey: tooManyCode,
  responseHeaders: Object.entries({ 'Retry-After': String(countedSeconds), ...securityHeaders }).map(
    ([name, value]) => ({ name, value }),
  ),
};

/**
 * The rules of a stage's firewall, in the order in which they are evaluated. AWS's rules for bodies only count, and so
 * does the one that wants a User-Agent: findings, notices and messages lawfully hold markup, paths and addresses, and
 * values are stored sealed and shown as text.
 */
export function firewallRules(stageName: string, { deny, allow }: NetworkSets): CfnWebACL.RuleProperty[] {
  const rules: Rule[] = [
    ...(deny.length > 0 ? [blocking('denied-networks', anyOf(deny.map(inSet)))] : []),
    ...(allow.length > 0 ? [blocking('other-networks', not(anyOf(allow.map(inSet))))] : []),
    blocking('oversize-body', allOf(oversize, not(mayBeLarge(stageName)))),
    managed('ip-reputation', 'AWSManagedRulesAmazonIpReputationList'),
    managed('common', 'AWSManagedRulesCommonRuleSet', [
      'SizeRestrictions_BODY',
      'EC2MetaDataSSRF_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'CrossSiteScripting_BODY',
      'NoUserAgent_HEADER',
    ]),
    managed('known-bad-inputs', 'AWSManagedRulesKnownBadInputsRuleSet', [
      'JavaDeserializationRCE_BODY',
      'Log4JRCE_BODY',
      'ReactJSRCE_BODY',
    ]),
    blocking('rate', rate(usualRate), tooMany),
    blocking(
      'rate-of-guesses',
      rate(tightRate, anyOf(guarded.map((name) => guess(name, stageName)))),
      tooMany,
    ),
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

function blocking(
  name: string,
  statement: Statement,
  customResponse?: CfnWebACL.CustomResponseProperty,
): Rule {
  const block = customResponse ? { customResponse } : {};
  return { name, statement, action: { block }, visibilityConfig: counted(name) };
}

/** A rule group of AWS, in its default version; the rules named only count. */
function managed(name: string, group: string, onlyCounting: readonly string[] = []): Rule {
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
