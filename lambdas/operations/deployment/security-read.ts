import type { Handler } from '../../http/serve.ts';
import { granted } from '../../platform/runtime/environment.ts';

/**
 * When the statement below is to be looked at again; RFC 9116 wants less than a year ahead. A test fails 30 days
 * before it.
 */
export const expires = '2027-10-31T00:00:00Z';

/** Stands where a deployment configures no contact of its own; `.example` belongs to nobody (RFC 2606). */
const unconfigured = 'mailto:security@habeas.example';

/** How to report a weakness of this deployment (RFC 9116). */
export const securityRead: Handler<'security.read'> = async () => {
  const baseUrl = granted('BASE_URL');
  const fields = [
    `Contact: ${granted('SECURITY_CONTACT') ?? unconfigured}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en, de',
    ...(baseUrl === undefined ? [] : [`Canonical: ${baseUrl}/.well-known/security.txt`]),
  ];
  return { raw: { content: `${fields.join('\n')}\n`, contentType: 'text/plain; charset=utf-8' } };
};
