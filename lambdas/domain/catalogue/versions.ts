/** Codes of a tenant's catalogue, each with one of its versions. */
export type Versions = Readonly<Record<string, number>>;

/** The versions that a request or a consent is bound to: names and texts are told as they were shown. */
export interface BoundVersions {
  readonly organisations: Versions;
  readonly categories: Versions;
}
