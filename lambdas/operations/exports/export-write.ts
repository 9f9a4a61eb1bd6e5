import { unlessLost } from '../../stores/commit/commit.ts';
import { type ExportInput, exportRace, takeExport } from '../../stores/exports/lease.ts';
import { makeParts } from '../../stores/exports/parts.ts';
import type { Outcome, Run } from '../../stores/retention/step.ts';

/** Makes the parts of an export that are not made yet, as far as the time allows. */
export async function exportWrite(input: ExportInput, { at, timeIsUp }: Run): Promise<Outcome> {
  for (;;) {
    const leased = await takeExport(input, at);
    if (typeof leased === 'string') return { outcome: leased };
    const made = await unlessLost(exportRace, () => makeParts(leased, at, timeIsUp));
    if (made !== 'lost') return { outcome: made ? 'written' : 'more' };
  }
}
