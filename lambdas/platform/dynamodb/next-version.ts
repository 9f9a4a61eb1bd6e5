import { Problem, type ProblemCode } from '../../domain/problems.ts';
import type { IfMatch } from '../../domain/values.ts';
import { absent, type Condition, equals } from './transaction.ts';

/** The version that a write creates, and the condition that it replaces the version that was read. */
export interface NextVersion {
  readonly version: number;
  readonly if: Condition;
  /** What is thrown when somebody else wrote first: trying again helps, unless a version was asked for. */
  readonly else: Problem | ProblemCode;
}

const overtaken = { detail: 'somebody else changed it at the same time; try again', retryAfter: 1 };

/**
 * The version after the one that was read; undefined means that the resource is new. With `If-Match` only that
 * version is replaced, so a new resource never matches; without it, whatever was read is replaced.
 * @throws Problem `version-mismatch`
 */
export function nextVersion(before: number | undefined, ifMatch: IfMatch): NextVersion {
  const expected = ifMatch === '*' ? before : ifMatch;
  if (ifMatch !== undefined && (before === undefined || expected !== before))
    throw new Problem('version-mismatch');
  return {
    version: (before ?? 0) + 1,
    if: before === undefined ? absent : equals({ version: before }),
    else: ifMatch === undefined ? new Problem('conflict', overtaken) : 'version-mismatch',
  };
}
