import { sessionCookie } from '../../lambdas/api/session-cookie.ts';
import type { JsonSchema } from './json-schema.ts';

/** A parameter of an operation, in its OpenAPI form. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** A reference to a component of the document. */
export type Reference = { readonly $ref: string };

/** A reference to a component of the document. */
export function ref(kind: string, name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}

const header = (name: string, description: string, pattern: string, required = false): Parameter => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', pattern },
});

/** Headers that many operations take. */
export const sharedParameters = {
  IdempotencyKey: header(
    'Idempotency-Key',
    'The same key and body gives the first answer again for 24 hours; another body is refused.',
    '^[\\x21-\\x7e]{1,128}$',
  ),
  IfMatch: header(
    'If-Match',
    'The ETag that the change is meant for; refused when the resource has changed since.',
    '^"v[1-9][0-9]{0,8}"$',
  ),
  CsrfToken: header('X-CSRF-Token', "The session's `csrf`.", '^[A-Za-z0-9_-]+$', true),
  Origin: header(
    'Origin',
    'The origin of this API. A browser sends it; others have to, or the answer is 403 `csrf`. Besides, `Sec-Fetch-Site` has to be `same-origin` where it is sent.',
    '^https?://[^/]+$',
    true,
  ),
};

/** Headers that many answers carry. */
export const sharedHeaders = {
  RequestId: { description: 'Names this request in logs and problems', schema: { type: 'string' } },
  ETag: {
    description: 'The version of the resource, for If-Match',
    schema: { type: 'string', pattern: '^"v[1-9][0-9]{0,8}"$' },
  },
  RetryAfter: { description: 'Seconds after which a retry makes sense', schema: { type: 'integer' } },
  Challenge: { description: 'How to authenticate', schema: { type: 'string', const: 'Bearer' } },
  SessionCookie: {
    description: `\`${sessionCookie}\`: HttpOnly, Secure, SameSite=Strict, 30 minutes`,
    schema: { type: 'string' },
  },
};

/** How callers authenticate. */
export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      "An access token of the deployment's issuer (OAuth 2 client credentials). It says who calls; what they may do is a membership in Habeas.",
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description: "The individual's session, opened with a one-time link and confirmed with a code.",
  },
};
