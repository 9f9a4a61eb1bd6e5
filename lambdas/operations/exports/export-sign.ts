import { unlessLost } from '../../stores/commit/commit.ts';
import { type ExportInput, exportRace, takeExport } from '../../stores/exports/lease.ts';
import { signManifest } from '../../stores/exports/signing.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/**
 * Signs the manifest of an export whose parts are all made, which makes it available, and ends its lease. `more` when
 * somebody was erased meanwhile, so that a part is to be made anew.
 */
export async function exportSign(input: ExportInput, { at }: Run): Promise<Outcome> {
  for (;;) {
    const leased = await takeExport(input, at);
    if (typeof leased === 'string') return { outcome: leased };
    const signed = await unlessLost(exportRace, () => signManifest(leased, at));
    if (signed !== 'lost') return { outcome: signed ? 'done' : 'more' };
  }
}
