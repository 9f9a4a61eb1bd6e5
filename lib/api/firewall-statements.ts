import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Operation } from '../../lambdas/api/operation.ts';

type Statement = CfnWebACL.StatementProperty;

/** How a rule is to read a path. */
interface Reading {
  /** Expression of what may stand for a variable. */
  readonly variable: string;
  readonly end: string;
  readonly textTransformations: CfnWebACL.TextTransformationProperty[];
}

export const asSent = [{ priority: 0, type: 'NONE' }];

/** For an exception: letters that ids are made of, and nothing escaped, so that nothing slips in with it. */
export const exactly: Reading = { variable: '[0-9A-Za-z_-]+', end: '$', textTransformations: asSent };

/** For a limit: as API Gateway may understand it, so that an escaped letter or a second slash is no way around. */
export const loosely: Reading = {
  variable: '[^/]+',
  end: '/?$',
  textTransformations: [
    { priority: 0, type: 'URL_DECODE' },
    { priority: 1, type: 'NORMALIZE_PATH' },
  ],
};

/**
 * A call of this operation. At the API's own address the path begins with the stage, at a domain of its own it
 * does not.
 */
export function callOf({ method, path }: Operation, stageName: string, reading: Reading): Statement {
  const segments = path
    .split('/')
    .map((one) => (one.startsWith('{') ? reading.variable : one.replaceAll('.', String.raw`\.`)));
  return {
    andStatement: {
      statements: [
        {
          byteMatchStatement: {
            fieldToMatch: { method: {} },
            positionalConstraint: 'EXACTLY',
            searchString: method,
            textTransformations: asSent,
          },
        },
        {
          regexMatchStatement: {
            fieldToMatch: { uriPath: {} },
            // WAF takes no capturing groups.
            regexString: `^(?:/${stageName})?${segments.join('/')}${reading.end}`,
            textTransformations: reading.textTransformations,
          },
        },
      ],
    },
  };
}

/** Any of these; WAF takes an OR of no fewer than two. */
export function anyOf(statements: readonly Statement[]): Statement {
  const [only, ...others] = statements;
  if (!only) throw new Error('a rule of the firewall needs something to look for');
  return others.length === 0 ? only : { orStatement: { statements: [...statements] } };
}

export function allOf(...statements: Statement[]): Statement {
  return { andStatement: { statements } };
}

export function not(statement: Statement): Statement {
  return { notStatement: { statement } };
}
