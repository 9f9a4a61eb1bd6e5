import type { Authority, MemberAuthority, SessionAuthority } from '../domain/members/authority.ts';
import type { ProblemCode } from '../domain/problems.ts';

/** What the pipeline needs from AWS. Each function passes the implementations that it is allowed to use. */
export interface Ports {
  now(): string;
  /** The methods of a path: of the function that answers the methods that a path does not have. */
  methodsAt?(path: string): readonly string[];
  /** Origin of page and API, to check the origin of the individual's calls. */
  origin?(): string;
  membership?(principal: string, tenant: string | undefined): Promise<MemberAuthority>;
  session?(cookie: string): Promise<SessionAuthority>;
  recordRefusal?(refusal: {
    operation: string;
    code: ProblemCode;
    authority?: Authority | undefined;
    principal?: string | undefined;
  }): Promise<void>;
}
