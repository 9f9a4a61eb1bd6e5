/*
 * The workflow against a local AWS with an account of the test file, with a notifier that seals the envelope for real
 * and only remembers what it was to mail.
 */
import process from 'node:process';
import { vi } from 'vitest';
import type { NotifierTask } from '../../../lambdas/stores/mail/notifier-call.ts';
import { startFaults } from '../in-process/faults.ts';
import { account, openAccount } from '../in-process/local-aws.ts';
import { type Played, play, type World } from './machine.ts';
import { stepsInProcess } from './step-functions.ts';

export const recipient = { email: 'anna@praxis-nord.example', language: 'de' } as const;

/**
 * Starts it; the window of a contract's end is one second. Call before anything below lambdas/ is imported.
 * @param clock what of its clock is another: by default it waits for nothing before it tries again
 */
export async function loadWorkflow(clock: object = { pauseFor: async () => undefined }) {
  const faults = startFaults(await openAccount());
  process.env.RETENTION_WINDOW = 'PT1S';
  const mailed: NotifierTask[] = [];
  vi.doMock('../../../lambdas/platform/runtime/clock.ts', async (original) => ({
    ...(await original<object>()),
    ...clock,
  }));
  vi.doMock('../../../lambdas/stores/mail/notifier-call.ts', () => ({
    callNotifier: async (task: NotifierTask) => {
      mailed.push(task);
      if (task.task === 'delivery') return 'sealed';
      if (task.task !== 'envelope') return 'sent';
      const { sealEnvelope } = await import('../../../lambdas/stores/erasure/delivery-envelope.ts');
      const { tenantOf } = await import('../../../lambdas/stores/tenants/tenants.ts');
      const tenant = tenantOf(await tenantRow(task.tenant));
      await sealEnvelope(tenant, [recipient], new Date().toISOString());
      return 'sealed';
    },
  }));
  const {
    end,
    endedTenant,
    newTenant,
    newTenants,
    openTenant,
    newIndividual,
    remainsOf,
    remainsOfIndividual,
    tenantRow,
  } = await import('./ended-tenant.ts');
  const invoke = await stepsInProcess();
  /** Plays a machine for an attempt; waits end the play unless the world says otherwise. */
  const run = (
    machine: 'retention' | 'purge',
    tenant: string,
    epoch: number,
    attempt: number,
    world: Partial<World> = {},
    individual?: string,
  ): Promise<Played> =>
    play(
      machine,
      { v: 1, tenant, epoch, attempt, ...(individual !== undefined && { individual }) },
      `arn:aws:states:eu-central-1:${account}:execution:${machine}:${tenant}-${epoch}-${attempt}`,
      { invoke, ...world },
    );
  return {
    adapters: await adapters(),
    end,
    endedTenant,
    newTenant,
    newTenants,
    openTenant,
    newIndividual,
    remainsOf,
    remainsOfIndividual,
    tenantRow,
    invoke,
    run,
    mailed,
    faults,
    stop: () => faults.stop(),
  };
}

/** What a test needs to look into the tables, and to change them behind the workflow's back. */
async function adapters() {
  return {
    ...(await import('../../../lambdas/platform/dynamodb/batches.ts')),
    ...(await import('../../../lambdas/stores/erasure/delivery-envelope.ts')),
    ...(await import('../../../lambdas/platform/dynamodb/reads.ts')),
    ...(await import('../../../lambdas/model/erasure-rows.ts')),
    ...(await import('../../../lambdas/model/tables.ts')),
    ...(await import('../../../lambdas/model/tenant-rows.ts')),
    ...(await import('../../../lambdas/stores/retention/lease.ts')),
    ...(await import('../../../lambdas/stores/statements/signer.ts')),
    ...(await import('../../../lambdas/stores/statements/statements.ts')),
    ...(await import('../../../lambdas/platform/dynamodb/transaction.ts')),
    ...(await import('../../../lambdas/crypto/statement.ts')),
    ...(await import('../../../lambdas/domain/retention/retention.ts')),
  };
}

export type Workflow = Awaited<ReturnType<typeof loadWorkflow>>;
