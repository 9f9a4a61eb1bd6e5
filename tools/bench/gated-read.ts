import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatedRead } from '../../test/support/system/gated-read.ts';
import { type Figure, quantile, rounded } from './figure.ts';

const warmReads = 200;
const rounds = 2;
const timedReads = 40;
const delay = 50;

const middle = (latencies: readonly number[]) => rounded(quantile(latencies, 0.5));

/** Trips, calls, CPU and latency of a consent-gated read, its handler running in this process. */
export async function measureGatedRead(): Promise<Figure[]> {
  const gate = await gatedRead();
  const { recorded } = gate;
  const read = async () => {
    const { status } = await gate.read();
    if (status !== 200) throw new Error(`a read was answered ${status}`);
  };

  recorded.clear();
  await read();
  const cold = { trips: recorded.trips, calls: recorded.calls.length };
  recorded.clear();
  await read();
  const warm = { trips: recorded.trips, calls: recorded.calls.length };

  const timed = async () => {
    const latencies: number[] = [];
    for (let i = 0; i < timedReads; i++) {
      const began = performance.now();
      await read();
      latencies.push(performance.now() - began);
    }
    return latencies;
  };
  await timed();
  // Alternating, because the local AWS slows down with every row it keeps.
  const plain: number[] = [];
  const delayed: number[] = [];
  for (let i = 0; i < rounds; i++) {
    recorded.delay = undefined;
    plain.push(...(await timed()));
    recorded.delay = () => sleep(delay);
    delayed.push(...(await timed()));
  }
  recorded.delay = undefined;
  const before = process.cpuUsage();
  for (let i = 0; i < warmReads; i++) await read();
  const { user, system: kernel } = process.cpuUsage(before);
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
    { what: 'read, warm: p50, the time of the local AWS in it', value: middle(plain), unit: 'ms' },
    {
      what: `read, warm: what ${delay} ms put on each call add to the p50`,
      value: rounded(middle(delayed) - middle(plain)),
      unit: 'ms',
      target: 110,
    },
  ];
}
