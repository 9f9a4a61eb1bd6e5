const tenantShape = /^tnt_[0-9a-f]{32}/;
const tokenShape = /^tnt_[0-9a-f]{32}\.ind_[0-9a-f]{32}\.[\w-]{43}/;

/** What an address says of a link. */
export interface AddressedLink {
  readonly tenant: string;
  /** The whole link; undefined when the address has the tenant alone, or a piece of the link is missing. */
  readonly token?: string;
  /** Something followed the tenant that is no whole link. */
  readonly isCut: boolean;
}

/**
 * The link in an address of the page; undefined when there is none. Mail programs add a full stop or a bracket, cut the
 * tail off, or write `%23` for the `#`: what follows a whole link is ignored, and the tenant is kept in any case.
 */
export function linkIn({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): AddressedLink | undefined {
  const text = hash.length > 1 ? hash.slice(1) : (/%23(.*)$/.exec(pathname)?.[1] ?? '');
  const [tenant] = tenantShape.exec(text) ?? [];
  if (tenant === undefined) return undefined;
  const [token] = tokenShape.exec(text) ?? [];
  const rest = text.slice(tenant.length);
  return { tenant, ...(token !== undefined && { token }), isCut: token === undefined && /\w/.test(rest) };
}

/** The path of the page itself, without a link that was written into it. */
export const pathOfPage = ({ pathname }: Pick<Location, 'pathname'>) => pathname.replace(/%23.*$/, '');
