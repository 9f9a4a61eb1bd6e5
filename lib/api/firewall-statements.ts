import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Operation } from '../../lambdas/api/operation.ts';

type Statement = CfnWebACL.StatementProperty;

/** How a rule matches a path. */
interface Reading {
  /** Regular expression of a path variable. */
  readonly variable: string;
  readonly end: string;
  readonly textTransformations: CfnWebACL.TextTransformationProperty[];
}

export const asSent = [{ priority: 0, type: 'NONE' }];

/** For exceptions: only characters that ids are made of, and nothing escaped, so that no other path matches. */
export const exactly: Reading = { variable: '[0-9A-Za-z_-]+', end: '$', textTransformations: asSent };

/**
 * For limits: matches whatever API Gateway may understand as the path, so that an escaped letter or a second slash
 * does not avoid the limit.
 */
export const loosely: Reading = {
  variable: '[^/]+',
  end: '/?$',
  textTransformations: [
    { priority: 0, type: 'URL_DECODE' },
    { priority: 1, type: 'NORMALIZE_PATH' },
  ],
};

/**
 * A call of this operation. At the API's own address the path begins with the stage; at a custom domain it does not.
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
            // WAF does not accept capturing groups.
            regexString: `^(?:/${stageName})?${segments.join('/')}${reading.end}`,
            textTransformations: reading.textTransformations,
          },
        },
      ],
    },
  };
}

/** Any of these; WAF accepts an OR of at least two statements only. */
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
