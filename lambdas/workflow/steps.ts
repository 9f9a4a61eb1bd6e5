import { purgeAttest } from './purge-attest.ts';
import { purgeAttestFinally } from './purge-attest-finally.ts';
import { purgeCommit } from './purge-commit.ts';
import { purgeCount } from './purge-count.ts';
import { purgeDeliver, purgeDeliverFinally } from './purge-deliver.ts';
import { purgeEnvelope } from './purge-envelope.ts';
import { purgeExpire } from './purge-expire.ts';
import { purgeFinish } from './purge-finish.ts';
import { purgeKey } from './purge-key.ts';
import { purgeShred } from './purge-shred.ts';
import { purgeSweep } from './purge-sweep.ts';
import { purgeVerify } from './purge-verify.ts';
import { retentionBegin } from './retention-begin.ts';
import { retentionCheck } from './retention-check.ts';
import { retentionNotify } from './retention-notify.ts';
import { retentionProbe } from './retention-probe.ts';
import { retentionSchedule } from './retention-schedule.ts';
import type { Step } from './step.ts';

/** The steps of both state machines, by the name of the task that asks for them. */
export const steps = {
  'retention.schedule': retentionSchedule,
  'retention.check': retentionCheck,
  'retention.notify': retentionNotify,
  'retention.probe': retentionProbe,
  'retention.begin': retentionBegin,
  'purge.count': purgeCount,
  'purge.envelope': purgeEnvelope,
  'purge.commit': purgeCommit,
  'purge.shred': purgeShred,
  'purge.expire': purgeExpire,
  'purge.sweep': purgeSweep,
  'purge.verify': purgeVerify,
  'purge.attest': purgeAttest,
  'purge.deliver': purgeDeliver,
  'purge.key': purgeKey,
  'purge.attest-finally': purgeAttestFinally,
  'purge.deliver-finally': purgeDeliverFinally,
  'purge.finish': purgeFinish,
} as const satisfies Record<string, Step>;
