/** The tenant's own address of the page. */
const tenantShape = /^tnt_[0-9a-f]{32}/;
const tokenShape = /^[\w-]{64}/;
/** As much of a link as says which tenant it is of: a little more than 16 bytes in base64url. */
const headShape = /^[\w-]{22}/;

/** What an address says of a link. */
export interface AddressedLink {
  readonly tenant: string;
  /** The whole link; undefined when the address has the tenant alone, or a piece of the link is missing. */
  readonly token?: string;
  /** It is the beginning of a link, and the tenant is all that can be told of it. */
  readonly isCut: boolean;
}

/**
 * The link in an address of the page; undefined when there is none. Mail programs add a full stop or a bracket, cut the
 * tail off, or write `%23` for the `#`: what follows a whole link is ignored, and the tenant is kept in any case.
 */
export function linkIn({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): AddressedLink | undefined {
  const text = hash.length > 1 ? hash.slice(1) : (/%23(.*)$/.exec(pathname)?.[1] ?? '');
  const [tenant] = tenantShape.exec(text) ?? [];
  if (tenant !== undefined) return { tenant, isCut: false };
  const [head] = headShape.exec(text) ?? [];
  if (head === undefined) return undefined;
  const [token] = tokenShape.exec(text) ?? [];
  return { tenant: tenantIn(head), ...(token !== undefined && { token }), isCut: token === undefined };
}

function tenantIn(head: string): string {
  const bytes = atob(head.replaceAll('-', '+').replaceAll('_', '/'));
  return `tnt_${[...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')}`;
}

/** The path of the page itself, without a link that was written into it. */
export const pathOfPage = ({ pathname }: Pick<Location, 'pathname'>) => pathname.replace(/%23.*$/, '');
