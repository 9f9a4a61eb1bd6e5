import { describe, expect, it } from 'vitest';
import { individualRef, objectRef } from '../../../../lambdas/crypto/keyed-hash.ts';
import { leafHash, payloadCommit } from '../../../../lambdas/crypto/leaf.ts';
import { auditEntry } from '../../../../lambdas/domain/evidence/audit.ts';
import { kindNameOf } from '../../../../lambdas/model/registry.ts';
import { appendAudit, commitTo, type Event } from '../../../../lambdas/stores/audit/entries.ts';
import { personEntry } from '../../../../lambdas/stores/audit/person-entry.ts';

const secret = 'ab'.repeat(32);
const event: Event = {
  type: 'record.stored',
  at: '2026-11-24T10:00:00.000Z',
  tenant: 'tnt_1',
  actorRef: 'cd'.repeat(32),
  individualRef: individualRef(secret),
  object: { id: 'rec_1', under: secret },
  version: 3,
};
const puts = (of: Event) =>
  appendAudit(of).writes.map((write) => ('put' in write ? write.put : expect.fail('expected a row')));

describe('an audit entry', () => {
  it('is two rows: the entry, which a purge deletes, and its leaf hash, which stays', () => {
    const { entry, leaf, writes } = appendAudit(event);
    const [body, hash] = writes.map((write) => ('put' in write ? write.put : undefined));
    expect(writes.map(({ table }) => table)).toEqual(['evidence', 'evidence']);
    expect(body && kindNameOf('evidence', body)).toBe('entry');
    expect(hash && kindNameOf('evidence', hash)).toBe('leaf');
    expect(body?.id).toBe(entry);
    expect(Object.keys(hash ?? {}).sort()).toEqual(['leaf', 'pk', 'sk']);
    expect(hash?.leaf).toBe(leaf);
    expect(leafHash(auditEntry.parse(body?.body))).toBe(leaf);
  });

  it('never overwrites another: it is written only where none is', () => {
    expect(appendAudit(event).writes[0]?.if?.expression).toBe('attribute_not_exists(pk)');
  });

  it('names its object by a keyed hash, never by its id', () => {
    const [body] = puts(event);
    expect(JSON.stringify(body)).not.toContain('rec_1');
    expect(body?.body).toMatchObject({
      objectRef: objectRef(secret, 'rec_1'),
      outcome: 'done',
      payloadCommit: null,
    });
  });

  it('of an individual holds nothing that an id can be tested with', () => {
    const { writes } = personEntry(
      { owner: { tenant: 'tnt_1' }, auditSecret: secret },
      { type: 'consent.granted', at: event.at, object: 'cns_1' },
    );
    const [put] = writes.map((write) => ('put' in write ? write.put : undefined));
    const entry = auditEntry.parse(put?.body);
    const texts = Object.values(entry).filter((value) => typeof value === 'string');
    const refs = texts.filter((text) => /^[0-9a-f]{64}$/.test(text));
    expect(refs.length).toBeGreaterThan(1);
    expect(texts).not.toContain(secret);
    for (const key of refs) expect(refs).not.toContain(objectRef(key, 'cns_1'));
  });

  it('has a new random id each time, but for one that it was given', () => {
    expect(appendAudit(event).entry).not.toBe(appendAudit(event).entry);
    expect(appendAudit(event).entry).toMatch(/^ent_[0-9a-f]{32}$/);
    const named = `ent_${'e'.repeat(64)}`;
    expect(appendAudit(event, named).entry).toBe(named);
  });

  it('of no tenant stands in the deployment’s own tree', () => {
    const { tenant: _, ...rest } = event;
    const [body] = puts(rest);
    expect(body).toMatchObject({
      listPk: expect.stringMatching(/^A#deployment#[0-9a-f]$/),
      body: { tenant: 'deployment' },
    });
    expect(body?.pk).toMatch(/^A#deployment#[0-9a-f]$/);
  });
});

describe('a payload kept elsewhere', () => {
  it('is bound by a commitment that only its salt explains, another one each time', () => {
    const [one, two] = [commitTo({ a: 1 }), commitTo({ a: 1 })];
    expect(one.commit).toBe(payloadCommit(Buffer.from(one.salt, 'base64url'), { a: 1 }));
    expect(one.commit).not.toBe(two.commit);
    expect(Buffer.from(one.salt, 'base64url')).toHaveLength(32);
  });
});
