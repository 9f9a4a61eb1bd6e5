import type { AnswerOf, BodyOf, Operation, PathOf, QueryOf } from '../api/operation.ts';
import type { IfMatch } from '../domain/values.ts';

/** A validated call of one operation. */
export interface Call<O extends Operation = Operation> {
  readonly operation: O;
  readonly path: PathOf<O>;
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
  readonly requestId: string;
  /** The present instant of this call; everything it decides is decided at this instant. */
  readonly at: string;
  /** SHA-256 of issuer and subject; absent for public operations and those of the individual. */
  readonly principal: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** The version the caller expects; `*` is any that exists. */
  readonly ifMatch: IfMatch;
}

/**
 * What an operation answers; the status is in the table. Members of `body` that its schema does not declare are
 * dropped.
 */
export interface Answer<O extends Operation = Operation> {
  readonly body?: AnswerOf<O>;
  /** Becomes the `ETag`. */
  readonly version?: number | undefined;
  readonly location?: string;
  readonly cookie?: string;
  /** For answers that are not JSON of the table's schema. */
  readonly raw?: RawContent;
}

/** Content that is sent unchanged. */
interface RawContent {
  readonly content: string;
  readonly contentType: string;
  /** The content security policy of a page; without one, the API's own policy applies, which allows nothing. */
  readonly policy?: string;
}
