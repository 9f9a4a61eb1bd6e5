import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/**
 * Allows a principal to call the API's stage. It allows the whole stage because API Gateway caches the policy per
 * token, and a narrower one would refuse the same caller's next operation. The handlers decide who may call what.
 * @param methodArn `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`
 */
export function allowing(principal: string, methodArn: string): APIGatewayAuthorizerResult {
  const [, stageArn] = /^(arn:[a-z-]+:execute-api:[^/]+\/[^/]+)\//.exec(methodArn) ?? [];
  if (stageArn === undefined) throw new Error('not the ARN of a method');
  return {
    principalId: principal,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${stageArn}/*` }],
    },
    context: { principal },
  };
}
