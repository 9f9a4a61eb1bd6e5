import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat, CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

/** The actions that API Gateway requires of the role that writes its logs. */
const logging = {
  actions: [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ],
  resources: ['*'],
};

/** One line per request: ids, the operation and its result. No address, path, query or header. */
export const accessLine = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    operation: '$context.httpMethod $context.resourcePath',
    status: '$context.status',
    gatewayError: '$context.error.responseType',
    firewall: '$context.wafResponseCode',
    principal: '$context.authorizer.principalId',
    milliseconds: '$context.responseLatency',
    bytes: '$context.responseLength',
  }),
);

/**
 * Lets API Gateway write its logs. API Gateway has one role for that per account and Region, and refuses a role that
 * lacks a permission or gets it later, so the permissions are part of the role itself. The role stays when the stack
 * is deleted, for other APIs of the Region.
 */
export function logWriterOf(scope: Construct, { roles }: Deployment): CfnAccount {
  const role = new Role(scope, 'LogWriter', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    path: roles.pathOf('gateway'),
    description: 'Writes the access logs of API Gateway in this Region',
    inlinePolicies: { Logs: new PolicyDocument({ statements: [new PolicyStatement(logging)] }) },
  });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  return new CfnAccount(scope, 'Account', { cloudWatchRoleArn: role.roleArn });
}
