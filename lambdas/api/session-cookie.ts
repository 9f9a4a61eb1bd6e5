/** The cookie of the individual's session; `__Host-` binds it to this host, path `/` and TLS. */
export const sessionCookie = '__Host-habeas';
