const linkShape = /^#((tnt_[0-9a-f]{32})\.ind_[0-9a-f]{32}\.[\w-]{43})$/;
const tenantShape = /^#(tnt_[0-9a-f]{32})$/;

/** The link in the fragment of an address, and the tenant it is of; undefined when there is none. */
export function linkIn(fragment: string): { token: string; tenant: string } | undefined {
  const [, token, tenant] = linkShape.exec(fragment) ?? [];
  return token !== undefined && tenant !== undefined ? { token, tenant } : undefined;
}

/** The tenant whose own address of the page this is; undefined when it is none. */
export const tenantIn = (fragment: string): string | undefined => tenantShape.exec(fragment)?.[1];
