import { sessionCookie } from '../../lambdas/api/session-cookie.ts';

/*
 * Safari keeps no Secure cookie of http://localhost; other browsers do. For Safari the proxy gives the session's cookie
 * a plain name in responses, and its own name again in requests.
 */

const plain = sessionCookie.replace('__Host-', '');

/** Whether a browser is Safari, on a computer or a phone. */
export function isSafari(userAgent = ''): boolean {
  return /\bVersion\/\d.* Safari\//.test(userAgent) && !/Chrom|Android/.test(userAgent);
}

/** The value of a response's header, without name prefix and attribute for which Safari demands HTTPS. */
export function plainCookie(value: string): string {
  return value.startsWith(`${sessionCookie}=`)
    ? value.replace(sessionCookie, plain).replace(/;\s*Secure/i, '')
    : value;
}

/** The value of a request's header, with the session's cookie under its own name. */
export function secureCookie(value: string): string {
  return value.replace(new RegExp(`(^|;\\s*)${plain}=`), `$1${sessionCookie}=`);
}
