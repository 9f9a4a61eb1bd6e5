import { describe, expect, it } from 'vitest';
import { auditEntry, auditTypes } from '../../../../lambdas/domain/evidence/audit.ts';

const entry = {
  v: 1,
  type: 'record.stored',
  at: '2026-11-24T10:00:00.000Z',
  tenant: 'tnt_1',
  actorRef: 'a'.repeat(64),
  individualRef: 'b'.repeat(64),
  objectRef: 'c'.repeat(64),
  version: 1,
  outcome: 'done',
  payloadCommit: null,
};

describe('an audit entry', () => {
  it('holds exactly the members of format 1: each of them, and none beside them', () => {
    expect(auditEntry.safeParse(entry).success).toBe(true);
    expect(auditEntry.safeParse({ ...entry, name: 'Erika' }).success).toBe(false);
    for (const member of Object.keys(entry)) {
      const { [member as 'v']: _, ...rest } = entry;
      expect(auditEntry.safeParse(rest).success).toBe(false);
    }
  });

  it.each(['individualRef', 'objectRef', 'payloadCommit'])(
    'has a random or keyed %s, never an id',
    (member) => {
      for (const clear of ['ind_1', `ind_${'a'.repeat(32)}`, 'Erika', ''])
        expect(auditEntry.safeParse({ ...entry, [member]: clear }).success).toBe(false);
      expect(auditEntry.safeParse({ ...entry, [member]: null }).success).toBe(true);
    },
  );

  it('is of a known type, each named once', () => {
    expect(new Set(auditTypes).size).toBe(auditTypes.length);
    expect(auditEntry.safeParse({ ...entry, type: 'record.seen' }).success).toBe(false);
  });
});
