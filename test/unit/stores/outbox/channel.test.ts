/* A second channel beside mail, made up here: whatever has a channel is written, claimed and swept in the same way. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tenant } from '../../../../lambdas/domain/members/authority.ts';
import { type DueRow, type MailRow, mailRow } from '../../../../lambdas/model/outbox-rows.ts';
import type { Stored } from '../../../../lambdas/model/row.ts';
import { tenantRow } from '../../../../lambdas/model/tenant-rows.ts';
import type { Key } from '../../../../lambdas/platform/dynamodb/key.ts';
import { LostRace } from '../../../../lambdas/platform/dynamodb/lost-race.ts';
import type { Range } from '../../../../lambdas/platform/dynamodb/reads.ts';
import type { Write } from '../../../../lambdas/platform/dynamodb/transaction.ts';
import { type Channel, expiryOf } from '../../../../lambdas/stores/outbox/channel.ts';
import { dueMessage } from '../../../../lambdas/stores/outbox/due-message.ts';
import { resendOverdue } from '../../../../lambdas/stores/outbox/resending.ts';
import { claim, finish, giveUp, postpone } from '../../../../lambdas/stores/outbox/sending.ts';

const transact = vi.hoisted(() => vi.fn(async (_writes: readonly Write[]) => undefined));
const listed = vi.hoisted(() => ({ rows: [] as (Key & object)[], list: '', tenant: {} }));
vi.mock('../../../../lambdas/platform/dynamodb/transaction.ts', async (original) => ({
  ...(await original<object>()),
  transact,
}));
vi.mock('../../../../lambdas/platform/dynamodb/reads.ts', async (original) => ({
  ...(await original<object>()),
  queryPage: async ({ pk, index }: Range) => ({ rows: index && pk === listed.list ? listed.rows : [] }),
  read: async (wanted: readonly { readonly key: Key }[]) =>
    wanted.map(({ key }) => (key.sk === tenantKey.sk ? listed.tenant : listed.rows[0])),
}));

const tenant = `tnt_${'0a'.repeat(16)}`;
const individual = `ind_${'b1'.repeat(16)}`;
const id = `mal_${'f5'.repeat(16)}`;
const at = '2026-11-29T12:00:00.000Z';
const named = { tenant, individual, id };
const announce = vi.fn(async () => undefined);
const channel: Channel<MailRow> = { rows: mailRow, list: 'WEBHOOKS', daysKept: 2, announce };
const row = (over: Partial<DueRow> = {}): Stored<MailRow> => ({
  ...mailRow.key(tenant, individual, id),
  ...named,
  kind: 'withdrawn',
  dueAt: at,
  expiresAt: 0,
  ...over,
});
const tenantKey = tenantRow.key(tenant);
const due = { row: row(), tenant: { id: tenant, state: 'open', epoch: 1, kmsKey: 'arn' } as Tenant };

beforeEach(() => {
  transact.mockClear();
  announce.mockClear();
  listed.list = channel.list;
  listed.tenant = { ...tenantKey, id: tenant, state: 'open', epoch: 1, kmsKey: 'arn' };
});

describe('a message', () => {
  it('is a row in the list of its channel, which expires in time, and an announcement after it', async () => {
    const message = dueMessage(channel, named, at, (made) => ({ ...made, kind: 'withdrawn' as const }));
    expect(message.write).toEqual({
      table: 'vault',
      put: {
        ...mailRow.key(tenant, individual, id),
        ...named,
        kind: 'withdrawn',
        dueAt: at,
        expiresAt: Date.parse('2026-12-01T12:00:00.000Z') / 1000,
        listPk: 'WEBHOOKS',
        listSk: `${tenant}#${at}#${id}`,
      },
    });
    expect(announce).not.toHaveBeenCalled();
    await message.announce();
    expect(announce).toHaveBeenCalledWith(named);
  });

  it('is claimed by one sender, with what has to be true before it goes out', async () => {
    const before = mailRow.remove([tenant, individual, `mal_${'0'.repeat(32)}`]);
    expect(await claim(channel, due, at, [before])).toBe(true);
    expect(transact.mock.calls[0]?.[0]).toMatchObject([
      { set: { claimedUntil: '2026-11-29T12:01:00.000Z' }, add: { attempts: 1 } },
      before,
    ]);
    transact.mockRejectedValueOnce(new LostRace('claim'));
    expect(await claim(channel, due, at, [])).toBe(false);
    transact.mockRejectedValueOnce(new LostRace('another'));
    await expect(claim(channel, due, at, [])).rejects.toThrow('another');
  });

  it('moves in the list when it is put off, and is deleted when it is out', async () => {
    const until = '2026-11-30T12:00:00.000Z';
    await postpone(channel, due, until, at);
    await finish(channel, due, at);
    expect(transact.mock.calls.map(([writes]) => [writes])).toMatchObject([
      [
        [
          {
            // As if it were new: kept as long, and announced soon after.
            set: { dueAt: until, listSk: `${tenant}#${until}#${id}`, expiresAt: expiryOf(channel, until) },
            unset: ['announced'],
          },
        ],
      ],
      [[{ remove: mailRow.key(tenant, individual, id) }]],
    ]);
  });

  it('is given up without failing, whatever becomes of its row', async () => {
    transact.mockRejectedValueOnce(new Error('gone'));
    await giveUp(channel, due, at);
    expect(transact.mock.calls.map(([writes]) => [writes])).toMatchObject([[[{ unset: ['claimedUntil'] }]]]);
  });
});

describe('the sweeper', () => {
  it.each([
    ['a minute after it was due', {}, 61, 1],
    ['not before', {}, 59, 0],
    ['not while a sender has it', { claimedUntil: '2026-11-29T12:05:00.000Z' }, 120, 0],
    ['after twice the time when one attempt failed', { attempts: 1 }, 121, 1],
    ['not after the same time when one attempt failed', { attempts: 1 }, 119, 0],
  ])('announces a message anew %s', async (_, over, seconds, times) => {
    listed.rows = [row(over)];
    const now = new Date(Date.parse(at) + seconds * 1000).toISOString();
    expect(await resendOverdue(channel, now)).toBe(times);
    expect(announce).toHaveBeenCalledTimes(times);
  });

  it('announces what only waits ever later, so that a backlog does not grow by itself', async () => {
    let announced = 0;
    for (let minute = 1; minute <= 60; minute++) {
      listed.rows = [row({ announced })];
      announced += await resendOverdue(channel, new Date(Date.parse(at) + minute * 60_000 + 1).toISOString());
    }
    expect(announced).toBe(6);
    expect(transact.mock.calls.map(([[write]]) => write)).toMatchObject(
      [1, 2, 3, 4, 5, 6].map((times) => ({ set: { announced: times } })),
    );
  });

  it('announces nothing that is out by now, or whose tenant is being purged', async () => {
    const later = '2026-11-29T12:02:00.000Z';
    listed.rows = [row()];
    transact.mockRejectedValueOnce(new LostRace('sent'));
    expect(await resendOverdue(channel, later)).toBe(0);
    listed.tenant = { ...tenantKey, id: tenant, state: 'purging', epoch: 2 };
    expect(await resendOverdue(channel, later)).toBe(0);
    expect(announce).not.toHaveBeenCalled();
  });

  it('reads the list of its own channel', async () => {
    listed.rows = [row()];
    listed.list = 'another';
    expect(await resendOverdue(channel, '2026-11-30T12:00:00.000Z')).toBe(0);
  });
});
