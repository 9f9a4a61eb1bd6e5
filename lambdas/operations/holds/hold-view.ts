import type { HoldGround, HoldRow } from '../../model/hold-rows.ts';

/** A hold as members see it. */
export function holdView(hold: Pick<HoldRow, 'setAt' | 'until' | 'version' | 'release'> & HoldGround) {
  const { reason, authority, setAt, until, version, release } = hold;
  return {
    scope: 'tenant' as const,
    reason,
    authority,
    setAt,
    until,
    version,
    release: release && { requestedBy: release.by, requestedAt: release.at },
  };
}
