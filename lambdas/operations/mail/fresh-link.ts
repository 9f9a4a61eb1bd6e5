import type { Tenant } from '../../domain/members/authority.ts';
import { mailsAnHour, oneMoreWithinHour } from '../../domain/sessions/session.ts';
import { takesMail } from '../../domain/tenants/tenancy.ts';
import {
  behindAddress,
  type LinkFor,
  linkedIndividual,
  ownerOfLink,
  storeFreshLink,
} from '../../stores/mail/fresh-links.ts';
import type { LinkRenewal } from '../../stores/mail/link-renewal.ts';
import { readTenant } from '../../stores/tenants/read-tenant.ts';

/**
 * Makes mails with a fresh link due, if there is anyone to send them to: at most three an hour for each individual.
 * The caller was already answered, in the same way for everyone.
 * @returns how many were made due
 */
export async function renewLinks(renewal: LinkRenewal, at: string): Promise<number> {
  const tenant = await readTenant(renewal.tenant);
  if (!tenant || !takesMail(tenant, at)) return 0;
  const people = renewal.link
    ? await ownerOfLink(tenant.id, renewal.link)
    : await behindAddress(tenant.id, renewal.address ?? '', at);
  let made = 0;
  for (const one of people) if (await makeDue(tenant, one, at)) made += 1;
  return made;
}

async function makeDue(tenant: Tenant, { individual, request }: LinkFor, at: string): Promise<boolean> {
  // Each lost attempt means that another link was counted, so the loop ends.
  for (let attempt = 0; attempt <= mailsAnHour; attempt++) {
    const keyed = await linkedIndividual(tenant.id, individual);
    if (!keyed) return false;
    const next = oneMoreWithinHour(keyed.row.linksSentAt ?? [], at);
    if (!next.allowed) return false;
    if (await storeFreshLink(tenant, keyed, request, [...next.recent, at], at)) return true;
  }
  return false;
}
