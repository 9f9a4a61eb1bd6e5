import { wholeTenant } from '../../domain/holds/hold.ts';
import type { HoldGround, HoldRow } from '../../model/hold-rows.ts';

/** A hold as members see it. */
export function holdView(hold: Pick<HoldRow, 'id' | 'setAt' | 'until' | 'version' | 'release'> & HoldGround) {
  const { id, reason, authority, setAt, until, version, release } = hold;
  return {
    ...(id === wholeTenant ? { scope: 'tenant' as const } : { scope: 'individual' as const, individual: id }),
    reason,
    authority,
    setAt,
    until,
    version,
    release: release && { requestedBy: release.by, requestedAt: release.at },
  };
}
