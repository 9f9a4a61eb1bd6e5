import { OffScript, type Stage } from '../stage.ts';
import type { Practice } from './practice.ts';

/** One admin sets a legal hold, for the tenant as a whole and with a reason. */
export async function setHold(stage: Stage, { tenant }: Practice): Promise<void> {
  const until = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
  await stage.refuses(
    'admin',
    'hold.set',
    { path: { tenant }, body: { ...ground, until: '2026-01-01T00:00:00.000Z' } },
    'invalid-request',
  );
  const hold = await stage.does('admin', 'hold.set', { path: { tenant }, body: { ...ground, until } });
  stage.say(`“${hold.reason}”, ${hold.authority}: nothing is purged before ${hold.until}`);
}

const ground = {
  reason: 'A court asked that everything be kept',
  authority: 'Landgericht Flensburg, 3 O 117/26',
};

/** The window passes, and the purge waits: it is due, its execution has ended, and the API says for what it waits. */
export async function purgeWaits(stage: Stage, { tenant }: Practice): Promise<void> {
  const path = { tenant };
  const { purgeAt = '' } = await stage.does('operator', 'retention.read', { path });
  stage.say(`the window ends ${purgeAt}`);
  await stage.until('the end of the window', 300, async () =>
    Date.now() > Date.parse(purgeAt) + 2000 ? true : undefined,
  );
  await stage.reconcile();
  const { state, blockedBy, attestations } = await stage.does('operator', 'retention.read', { path });
  const hold = blockedBy.find(({ by }) => by === 'hold');
  if (state !== 'retrieval' || !hold || attestations.length > 0)
    throw new OffScript(`the purge did not wait: ${state}`);
  stage.say(`it is over; the tenant is still in ${state}, and waits for a hold until ${hold.until}`);
}

/** A release is a deletion: the admin who requests it cannot confirm it, another one can. */
export async function releaseHold(stage: Stage, { tenant }: Practice): Promise<void> {
  const path = { tenant };
  const { until } = await stage.does('admin', 'hold.release', { path });
  await stage.refuses('admin', 'hold.release-confirm', { path, body: { until } }, 'separation-of-duties');
  await stage.does('second-admin', 'hold.release-confirm', { path, body: { until } });
  stage.say('a sixth of the window is left to the admins; the reconciler starts what is due then');
}
