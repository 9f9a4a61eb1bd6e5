import type { Handler } from '../../http/serve.ts';
import { granted } from '../../platform/runtime/environment.ts';

/** When the contact below expires; RFC 9116 recommends less than a year ahead. A test fails from 30 days before. */
export const expires = '2027-10-31T00:00:00Z';

/** The contact of a deployment that configures none; `.example` belongs to nobody (RFC 2606). */
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
