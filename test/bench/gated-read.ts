import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { callHandler, eventOf, useSystem } from '../system/in-process.ts';
import { RecordedCalls } from '../system/recorded-calls.ts';
import { localSystem, Scenario } from '../system/scenario.ts';
import { type Figure, quantile, rounded } from './figure.ts';

const warmReads = 200;
const delayedReads = 40;
const delay = 50;

/** Trips, calls, CPU and latency of a consent-gated read, its handler running in this process. */
export async function measureGatedRead(): Promise<Figure[]> {
  const system = localSystem();
  useSystem(system);
  const { handler } = await import('../../lambdas/disclosures/handler.ts');
  const { dynamo } = await import('../../lambdas/adapters/dynamo.ts');
  const { kms } = await import('../../lambdas/adapters/keyring.ts');
  const { principalHash } = await import('../../lambdas/crypto/keyed-hash.ts');
  const recorded = new RecordedCalls(dynamo, kms);
  const scenario = await Scenario.open();
  await scenario.granted(['note']);
  const event = eventOf('disclosure.create', {
    principal: principalHash(system.issuer, system.principals.requester.subject),
    path: scenario.path,
    body: scenario.wanted,
  });
  const read = async () => {
    const { status } = await callHandler(handler, event);
    if (status !== 200) throw new Error(`a read was answered ${status}`);
  };

  recorded.clear();
  await read();
  const cold = { trips: recorded.trips, calls: recorded.calls.length };
  recorded.clear();
  await read();
  const warm = { trips: recorded.trips, calls: recorded.calls.length };

  for (let i = 0; i < warmReads; i++) await read();
  const before = process.cpuUsage();
  for (let i = 0; i < warmReads; i++) await read();
  const { user, system: kernel } = process.cpuUsage(before);

  recorded.delay = () => sleep(delay);
  const latencies: number[] = [];
  for (let i = 0; i < delayedReads; i++) {
    const began = performance.now();
    await read();
    latencies.push(performance.now() - began);
  }
  return [
    { what: 'read, cold: sequential round trips', value: cold.trips, unit: '', target: 3 },
    { what: 'read, cold: calls to AWS', value: cold.calls, unit: '' },
    { what: 'read, warm: sequential round trips', value: warm.trips, unit: '', target: 2 },
    { what: 'read, warm: calls to AWS', value: warm.calls, unit: '' },
    {
      what: 'read, warm: CPU of the whole process, SDK included',
      value: rounded((user + kernel) / 1000 / warmReads),
      unit: 'ms',
    },
    {
      what: `read, warm, ${delay} ms put on each call: p50`,
      value: rounded(quantile(latencies, 0.5)),
      unit: 'ms',
      target: 110,
    },
    {
      what: `read, warm, ${delay} ms put on each call: p99`,
      value: rounded(quantile(latencies, 0.99)),
      unit: 'ms',
      target: 130,
    },
  ];
}
