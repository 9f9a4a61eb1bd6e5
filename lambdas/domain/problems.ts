import type { Authority } from './members/authority.ts';

/** Every way an operation can refuse or fail, with its HTTP status and title (RFC 9457). Codes never change. */
export const problems = {
  'invalid-request': [400, 'The request is not valid'],
  unauthenticated: [401, 'No valid credentials'],
  forbidden: [403, 'Not allowed'],
  'consent-required': [403, 'No live consent covers this'],
  'code-required': [403, 'Confirm with the code first'],
  'wrong-code': [403, 'That code is not right'],
  csrf: [403, 'The request did not come from the page'],
  'separation-of-duties': [403, 'A second person has to do this'],
  'not-found': [404, 'Nothing here'],
  'method-not-allowed': [405, 'This path has no such method'],
  conflict: [409, 'The state does not allow this'],
  'already-exists': [409, 'It exists already'],
  'idempotency-mismatch': [409, 'This Idempotency-Key was used with another body'],
  'tenant-not-open': [409, 'The contract does not allow this now'],
  'no-means-no': [409, 'The individual has said no to this'],
  'link-used': [410, 'This link has been used'],
  'link-expired': [410, 'This link has expired'],
  'version-mismatch': [412, 'The resource has changed'],
  'too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'Expected application/json'],
  locked: [423, 'Locked after too many tries'],
  'too-many-requests': [429, 'Too many requests'],
  internal: [500, 'Something failed here'],
  unavailable: [503, 'Not available now, try again'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** One fault in the input: where (RFC 6901 pointer) and what is wrong; never the value itself. */
export interface InputFault {
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemDetails {
  /** A sentence for the caller. It must hold no personal data and no AWS message. */
  readonly detail?: string;
  readonly errors?: readonly InputFault[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
  /** The methods that the path has. */
  readonly allow?: readonly string[];
  readonly cause?: unknown;
}

/** The one error that handlers throw on purpose; the pipeline maps it to RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly errors: readonly InputFault[] | undefined;
  readonly retryAfter: number | undefined;
  readonly allow: readonly string[] | undefined;
  /**
   * The authority of the caller, where it is known before the pipeline knows it: the refusal is recorded under it.
   */
  authority: Authority | undefined;
  /** Whether it was already recorded in the audit log, so that it is not recorded twice. */
  recorded = false;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code, { cause: details.cause });
    this.code = code;
    this.detail = details.detail;
    this.errors = details.errors;
    this.retryAfter = details.retryAfter;
    this.allow = details.allow;
  }

  /** Sets the authority it was refused to. */
  refusedTo(authority: Authority): this {
    this.authority = authority;
    return this;
  }

  /** Marks it as recorded in the audit log. */
  asRecorded(): this {
    this.recorded = true;
    return this;
  }

  get status(): number {
    return problems[this.code][0];
  }

  get title(): string {
    return problems[this.code][1];
  }
}

/** Whether a status is a refusal that is recorded in the audit log: 403, 404, 409, 410 and 423. */
export function isRefusal(status: number): boolean {
  return [403, 404, 409, 410, 423].includes(status);
}
