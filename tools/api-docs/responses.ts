import { type ProblemCode, problems } from '../../lambdas/domain/problems.ts';
import type { JsonSchema } from './json-schema.ts';

/** Problem details of this API (RFC 9457). */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457)',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: {
      type: 'string',
      pattern: '^urn:habeas:problem:[a-z-]+$',
      description: '`urn:habeas:problem:` and the code of the problem',
    },
    title: { type: 'string', description: 'The problem in short, always the same for its type' },
    status: { type: 'integer', description: 'The HTTP status' },
    detail: { type: 'string', description: 'What exactly is wrong, or stands in the way' },
    instance: { type: 'string', description: 'The id of the request' },
    errors: {
      type: 'array',
      description: 'What is wrong in the input, and where; never the value itself',
      items: { $ref: '#/components/schemas/Fault' },
    },
  },
};

/** One fault of the input. */
export const faultSchema: JsonSchema = {
  type: 'object',
  required: ['pointer', 'detail'],
  properties: {
    pointer: { type: 'string', description: 'JSON pointer (RFC 6901)' },
    detail: { type: 'string', description: 'What was expected there' },
  },
};

/** An example of a problem. */
function problemExample(code: ProblemCode) {
  const [status, title] = problems[code];
  return {
    type: `urn:habeas:problem:${code}`,
    title,
    status,
    instance: '7d6c1a3e-3f0b-4e55-9a0c-6f8f6a4a2a11',
    ...(code === 'invalid-request' && {
      errors: [{ pointer: '/items/0/fields/1', detail: 'no such field in this category' }],
    }),
  };
}

type References = Record<string, { readonly $ref: string }>;

/** References to the responses for these problems, one for each status. */
export function problemResponses(codes: readonly ProblemCode[]): References {
  return Object.fromEntries(
    [...byStatus(codes)].map(([status, these]) => [
      status,
      { $ref: `#/components/responses/${nameOf(these)}` },
    ]),
  );
}

/** The responses behind those references; many operations share them. */
export function sharedResponses(ofOperations: readonly (readonly ProblemCode[])[]): Record<string, unknown> {
  const sets = ofOperations.flatMap((codes) => [...byStatus(codes).values()]);
  const named = new Map(sets.map((codes) => [nameOf(codes), codes]));
  return Object.fromEntries([...named].sort().map(([name, codes]) => [name, responseOf(codes)]));
}

const byStatus = (codes: readonly ProblemCode[]) => Map.groupBy(codes, (code) => problems[code][0]);
const nameOf = (codes: readonly ProblemCode[]) => codes.join('.');

function responseOf(codes: readonly ProblemCode[]) {
  const waits = codes.some((code) => code === 'conflict' || [429, 503].includes(problems[code][0]));
  const challenges = codes.includes('unauthenticated');
  return {
    description: codes.map((code) => `${problems[code][1]} (\`${code}\`)`).join('; '),
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      ...(waits && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
      ...(challenges && { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } }),
    },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
      },
    },
  };
}
