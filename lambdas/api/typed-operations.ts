import type * as z from 'zod/mini';
import type { Operation, PathOf, Schema } from './operation.ts';
import type { catalogueOperations } from './operations/catalogue.ts';
import type { consentsOperations } from './operations/consents.ts';
import type { disclosuresOperations } from './operations/disclosures.ts';
import type { evidenceOperations } from './operations/evidence.ts';
import type { individualsOperations } from './operations/individuals.ts';
import type { publicOperations } from './operations/public.ts';
import type { recordsOperations } from './operations/records.ts';
import type { rightsOperations } from './operations/rights.ts';
import type { tenantsOperations } from './operations/tenants.ts';

/** Every row of the table, in its own type. */
type Row = (
  | typeof publicOperations
  | typeof tenantsOperations
  | typeof catalogueOperations
  | typeof recordsOperations
  | typeof consentsOperations
  | typeof disclosuresOperations
  | typeof individualsOperations
  | typeof rightsOperations
  | typeof evidenceOperations
)[number];

export type OperationName = Row['name'];

/** The row of one operation. */
export type RowNamed<N extends OperationName> = Extract<Row, { readonly name: N }>;

/** The body that a caller sends: members with a default may be left out. */
export type BodySent<O extends Operation> = O extends { readonly body: infer S extends Schema }
  ? z.input<S>
  : never;

/** What a caller sends as query. */
export type QuerySent<O extends Operation> = O extends { readonly query: infer S extends Schema }
  ? Partial<Record<keyof z.output<S>, string | number>>
  : never;

/** The body that a caller gets: JSON by the operation's schema, text where a content type is named, else nothing. */
export type BodyGot<O extends Operation> = O extends { readonly answer: infer S extends Schema }
  ? z.output<S>
  : O extends { readonly contentType: string }
    ? string
    : undefined;

/** The variables in a row's path; never where it has none. */
export type PathSent<O extends Operation> = keyof PathOf<O> extends never ? never : PathOf<O>;
