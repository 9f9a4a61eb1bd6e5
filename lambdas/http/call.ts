import type { AnswerOf, BodyOf, Operation, PathOf, QueryOf } from '../api/operation.ts';

/** A validated call of one operation. */
export interface Call<O extends Operation = Operation> {
  readonly operation: O;
  readonly path: PathOf<O>;
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
  readonly requestId: string;
  /** The instant that counts for everything this call decides. */
  readonly at: string;
  /** SHA-256 of issuer and subject; absent for public and individual's operations. */
  readonly principal: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** The version the caller expects. */
  readonly ifMatch: number | undefined;
}

/** What an operation answers; the status is the table's. Undeclared members of `body` never leave. */
export interface Answer<O extends Operation = Operation> {
  readonly body?: AnswerOf<O>;
  /** Becomes the `ETag`. */
  readonly version?: number | undefined;
  readonly location?: string;
  readonly cookie?: string;
  /** For answers that are not JSON of the table's schema. */
  readonly raw?: RawContent;
}

/** Content that goes out as it is. */
interface RawContent {
  readonly content: string;
  readonly contentType: string;
  /** The content security policy of a page; without one, the API's holds: nothing at all. */
  readonly policy?: string;
}
