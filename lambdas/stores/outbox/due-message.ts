import { type DueRow, duePlace } from '../../model/outbox-rows.ts';
import type { Message } from '../commit/commit.ts';
import { type Channel, expiryOf, type Named } from './channel.ts';

/**
 * Makes a message due at an instant: give it to the `commit` of the change that causes it.
 * @param rowOf adds the attributes of the channel's own rows to those that make the message due.
 */
export function dueMessage<R extends DueRow>(
  channel: Channel<R>,
  named: Named,
  at: string,
  rowOf: (due: DueRow) => NoInfer<R>,
): Message {
  const { tenant, individual, id } = named;
  return {
    write: channel.rows.put([tenant, individual, id], rowOf(dueRow(channel, named, at))),
    announce: () => channel.announce(named),
  };
}

/** What makes a message due at an instant, in its row. */
export function dueRow(
  channel: Pick<Channel, 'list' | 'daysKept'>,
  { tenant, individual, id }: Named,
  at: string,
): DueRow {
  return {
    id,
    tenant,
    individual,
    dueAt: at,
    expiresAt: expiryOf(channel, at),
    listPk: channel.list,
    listSk: duePlace(tenant, at, id),
  };
}
