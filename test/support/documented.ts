import type { OperationName, Reply } from '../../lambdas/api/client.ts';
import type { Operation } from '../../lambdas/api/operation.ts';
import { allOperations } from '../../lambdas/api/operations.ts';
import { problemsOf } from '../../tools/api-docs/problems-of.ts';

/** The members of a problem that the document has. */
const members = ['type', 'title', 'status', 'detail', 'instance', 'errors'];

/**
 * That the document has an answer: the status of the operation's success, or one of its problems with no more members
 * than problem details have.
 * @param problem the parsed body of an answer that is no success
 * @throws Error that says what the document lacks
 */
export function expectDocumented(row: Operation, status: number, problem: unknown): void {
  if (status === row.status) return;
  const given = problem as { readonly type?: string; readonly status?: number };
  const code = given.type?.replace('urn:habeas:problem:', '');
  const more = Object.keys(given).filter((name) => !members.includes(name));
  if (!problemsOf(row).some((one) => one === code) || given.status !== status || more.length > 0)
    throw new Error(`${row.name} answered ${status} ${code} ${more}, which the document does not have`);
}

/** The same of an answer that the typed client has read; gives it back. */
export function documented<N extends OperationName>(name: N, reply: Reply<N>): Reply<N> {
  const row = allOperations.find((one) => one.name === name);
  if (!row) throw new RangeError(`no operation ${name}`);
  const { code: _, ...problem } = reply.ok ? { code: undefined } : reply.problem;
  expectDocumented(row, reply.status, problem);
  return reply;
}
