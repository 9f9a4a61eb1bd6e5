import type { Row } from '../adapters/dynamo.ts';
import { vaultKey } from '../adapters/key-registry.ts';
import { equals, type Write } from '../adapters/transaction.ts';
import type { MemberAuthority } from '../domain/authority.ts';

/**
 * The condition that the admin who acts is unchanged when their act takes effect. Since nobody takes their own
 * role, one admin is always left, even when two remove each other at once. Nothing for an operator.
 * @param actor the admin's own row as read.
 */
export function stillAdmin(tenant: string, authority: MemberAuthority, actor: Row | undefined): Write[] {
  if (!authority.roles.includes('admin')) return [];
  return [
    {
      table: 'vault',
      check: vaultKey.member(tenant, authority.principal),
      if: equals({ version: actor?.version ?? 0 }),
      else: 'conflict',
    },
  ];
}
