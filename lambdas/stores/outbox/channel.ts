import type { DueRow } from '../../model/outbox-rows.ts';
import type { RowKind } from '../../model/row.ts';

/** What names a due message. Ids only. */
export interface Named {
  readonly tenant: string;
  /** Absent for a message of the tenant itself. */
  readonly individual?: string | undefined;
  readonly id: string;
}

/**
 * A way out for messages: mail today. A message is a row, written with the change that causes it, and an
 * announcement to the sender after it. The sender claims the row, sends, and deletes it; a sweeper announces anew
 * what is overdue. So every message goes out: once, or again if the sender died before it could delete the row.
 */
export interface Channel<R extends DueRow = DueRow> {
  readonly rows: RowKind<R, [tenant: string, individual: string | undefined, id: string]>;
  /** The list in the index that its sweeper reads. */
  readonly list: string;
  /** A message that nobody could send in so many days expires. */
  readonly daysKept: number;
  /** Tells the sender that a message is due. */
  announce(named: Named): Promise<void>;
}
