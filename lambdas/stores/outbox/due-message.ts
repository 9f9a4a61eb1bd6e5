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
  const row = rowOf({
    id,
    tenant,
    individual,
    dueAt: at,
    expiresAt: expiryOf(channel, at),
    listPk: channel.list,
    listSk: duePlace(tenant, at, id),
  });
  return {
    write: channel.rows.put([tenant, individual, id], row),
    announce: () => channel.announce(named),
  };
}
