import type { Caller, Operation } from '../../lambdas/api/operation.ts';
import { type ProblemCode, problems } from '../../lambdas/domain/problems.ts';

const sessionLevels: readonly Caller[] = ['link', 'standing', 'confirmed'];

/** Whether callers need a bearer token, the individual's session cookie, or nothing. */
export function credentialOf(operation: Operation): 'none' | 'session' | 'bearer' {
  if (operation.who.includes('public')) return 'none';
  return operation.who.some((caller) => sessionLevels.includes(caller)) ? 'session' : 'bearer';
}

/** Whether an operation changes something, and so must prove that it came from the page. */
export function isChange({ method }: Operation): boolean {
  return method !== 'GET';
}

/** Whether only the individual's page may call it, which the browser proves with `Origin`. */
export function isFromPage(operation: Operation): boolean {
  return operation.path.startsWith('/v1/individual/') && isChange(operation);
}

/** Every problem an operation can give: its own, and those of its kind. Ordered by status. */
export function problemsOf(operation: Operation): ProblemCode[] {
  const credential = credentialOf(operation);
  const given: (ProblemCode | false | undefined)[] = [
    'invalid-request',
    credential !== 'none' && 'unauthenticated',
    credential !== 'none' && 'forbidden',
    credential === 'session' && !operation.who.includes('link') && 'code-required',
    isFromPage(operation) && 'csrf',
    operation.path.includes('{') && 'not-found',
    // Once a purge has begun nothing below a tenant is answered, and some of it from the end of the contract on.
    (credential === 'session' || operation.path.includes('{tenant}')) && 'tenant-not-open',
    operation.idempotent && 'idempotency-mismatch',
    operation.versioned && isChange(operation) && 'version-mismatch',
    operation.versioned && isChange(operation) && 'conflict',
    operation.body && 'too-large',
    operation.body && 'unsupported-media-type',
    'too-many-requests',
    'internal',
    'unavailable',
    ...(operation.problems ?? []),
  ];
  const codes = new Set(given.filter((code): code is ProblemCode => typeof code === 'string'));
  return [...codes].sort((a, b) => problems[a][0] - problems[b][0] || a.localeCompare(b));
}
