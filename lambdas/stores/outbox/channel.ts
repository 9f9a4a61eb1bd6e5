import type { DueRow } from '../../model/outbox-rows.ts';
import type { RowKind } from '../../model/row.ts';
import { after, epochSeconds } from '../../platform/runtime/clock.ts';

/** Identifies a due message. Ids only. */
export interface Named {
  readonly tenant: string;
  /** Absent for a message of the tenant itself. */
  readonly individual?: string | undefined;
  readonly id: string;
}

/**
 * A channel by which messages leave, such as mail. A message is a row, written with the change that causes it, and
 * then an announcement to the sender. The sender claims the row, sends the message and deletes the row; the outbox's
 * sweeper announces overdue messages again. So every message is sent at least once: a second time only if the sender
 * died before it could delete the row.
 */
export interface Channel<R extends DueRow = DueRow> {
  readonly rows: RowKind<R, [tenant: string, individual: string | undefined, id: string]>;
  /** The list in the index that the outbox's sweeper reads. */
  readonly list: string;
  /** Days after which a message that could not be sent expires. */
  readonly daysKept: number;
  /** Announces a due message to the sender. */
  announce(named: Named): Promise<void>;
}

/** When a message that is due at an instant ends by itself, in seconds since 1970. */
export const expiryOf = ({ daysKept }: Pick<Channel, 'daysKept'>, dueAt: string): number =>
  epochSeconds(after(dueAt, daysKept * 24 * 60 * 60));
