import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Operation } from '../api/operation.ts';
import { securityHeaders } from '../api/security-headers.ts';
import type { Answer } from './call.ts';

/**
 * An answer in the form that API Gateway expects; members that the operation's schema does not declare are dropped.
 */
export function rendered(operation: Operation, answer: Answer): APIGatewayProxyResult {
  const headers: Record<string, string> = { ...securityHeaders };
  if (answer.version !== undefined) headers.ETag = `"v${answer.version}"`;
  if (answer.location) headers.Location = answer.location;
  if (answer.cookie) headers['Set-Cookie'] = answer.cookie;
  if (answer.raw) {
    headers['Content-Type'] = answer.raw.contentType;
    if (answer.raw.policy !== undefined) headers['Content-Security-Policy'] = answer.raw.policy;
    return { statusCode: operation.status, headers, body: answer.raw.content };
  }
  if (!operation.answer) return { statusCode: operation.status, headers, body: '' };
  headers['Content-Type'] = 'application/json';
  return {
    statusCode: operation.status,
    headers,
    body: JSON.stringify(operation.answer.parse(answer.body)),
  };
}
