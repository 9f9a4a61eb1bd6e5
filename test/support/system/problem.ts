import { expect } from 'vitest';
import { securityHeaders } from '../../../lambdas/api/security-headers.ts';
import { type InputFault, type ProblemCode, problems } from '../../../lambdas/domain/problems.ts';
import type { Received } from './wire.ts';

/** Problem details (RFC 9457) as they came. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly errors?: readonly InputFault[];
}

const members = ['type', 'title', 'status', 'detail', 'instance', 'errors'];

/** That an answer is this problem, whole and well-formed: status, type, title, request id and headers. */
export function expectProblem(answer: Received, code: ProblemCode): ProblemBody {
  const [status, title] = problems[code];
  const problem = JSON.parse(answer.text) as ProblemBody;
  expect({ ...problem, http: answer.status }).toMatchObject({
    http: status,
    type: `urn:habeas:problem:${code}`,
    title,
    status,
  });
  expect(Object.keys(problem).filter((name) => !members.includes(name))).toEqual([]);
  expect(answer.headers).toMatchObject({
    ...Object.fromEntries(
      Object.entries(securityHeaders).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    'content-type': 'application/problem+json',
    'x-request-id': problem.instance,
  });
  expect(problem.instance).toMatch(/^[\w-]{16,64}$/);
  return problem;
}
