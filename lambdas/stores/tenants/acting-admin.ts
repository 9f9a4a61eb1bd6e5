import type { MemberAuthority } from '../../domain/members/authority.ts';
import { vaultKey } from '../../model/key-registry.ts';
import type { Row } from '../../platform/dynamodb/reads.ts';
import { equals, type Write } from '../../platform/dynamodb/transaction.ts';

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
