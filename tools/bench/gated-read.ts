import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatedRead } from '../../test/support/system/gated-read.ts';
import type { RecordedCalls } from '../../test/support/system/recorded-calls.ts';
import { BareRead } from './bare-read.ts';
import { type Figure, quantile, rounded } from './figure.ts';

const delay = 50;
const timedRounds = 2;
const timedReads = 40;
const cpuRounds = 5;
const cpuReads = 50;
/** Reads that warm up the compiler; not measured. */
const warmUpReads = 40;

type Read = () => Promise<void>;

const median = (values: readonly number[]) => rounded(quantile(values, 0.5));

/** Measures trips, calls, latency and CPU of a consent-gated read, whose handler runs in this process. */
export async function measureGatedRead(): Promise<Figure[]> {
  const gate = await gatedRead();
  const { recorded } = gate;
  const read = async () => {
    const { status } = await gate.read();
    if (status !== 200) throw new Error(`a read was answered ${status}`);
  };
  const callsOf = async () => {
    recorded.clear();
    await read();
    return { trips: recorded.trips, calls: [...recorded.calls] };
  };
  const cold = await callsOf();
  const warm = await callsOf();
  return [
    { what: 'read, cold: sequential round trips', value: cold.trips, unit: '', target: 3 },
    { what: 'read, cold: calls to AWS', value: cold.calls.length, unit: '' },
    { what: 'read, warm: sequential round trips', value: warm.trips, unit: '', target: 2 },
    { what: 'read, warm: calls to AWS', value: warm.calls.length, unit: '' },
    ...(await latencies(read, recorded)),
    ...(await cpuAgainstBareSdk(read, new BareRead(warm.calls), recorded)),
  ];
}

/** Measured alternately, because the local AWS becomes slower with every row it holds. */
async function latencies(read: Read, recorded: RecordedCalls): Promise<Figure[]> {
  const timed = async () => {
    const times: number[] = [];
    for (let i = 0; i < timedReads; i++) {
      const began = performance.now();
      await read();
      times.push(performance.now() - began);
    }
    return times;
  };
  await timed();
  const plain: number[] = [];
  const delayed: number[] = [];
  for (let i = 0; i < timedRounds; i++) {
    recorded.delay = undefined;
    plain.push(...(await timed()));
    recorded.delay = () => sleep(delay);
    delayed.push(...(await timed()));
  }
  recorded.delay = undefined;
  return [
    { what: 'read, warm: p50, the time of the local AWS in it', value: median(plain), unit: 'ms' },
    {
      what: `read, warm: what ${delay} ms put on each call add to the p50`,
      value: rounded(median(delayed) - median(plain)),
      unit: 'ms',
      target: 110,
    },
  ];
}

/**
 * Compares the CPU of a read with that of the SDK alone, in turns, so that other load on the machine affects both.
 */
async function cpuAgainstBareSdk(read: Read, bare: BareRead, recorded: RecordedCalls): Promise<Figure[]> {
  const round = async (reads: number) => {
    recorded.clear();
    const whole = await cpuOf(Array.from({ length: reads }, () => read));
    const prepared = Array.from({ length: reads }, () => bare.prepare());
    return { whole, sdk: await cpuOf(prepared.map((calls) => () => bare.send(calls))) };
  };
  await round(warmUpReads);
  const rounds: { readonly whole: number; readonly sdk: number }[] = [];
  for (let i = 0; i < cpuRounds; i++) rounds.push(await round(cpuReads));
  const whole = median(rounds.map((one) => one.whole));
  const sdk = median(rounds.map((one) => one.sdk));
  return [
    { what: 'read, warm: CPU of the whole process, SDK included', value: whole, unit: 'ms' },
    { what: 'the bare SDK sending the same calls: CPU', value: sdk, unit: 'ms' },
    {
      what: `read, warm: CPU against the bare SDK, medians of ${cpuRounds} rounds of ${cpuReads}`,
      value: rounded(whole / sdk),
      unit: 'times',
      target: 1.2,
    },
  ];
}

/** CPU time of this process while the works run one after the other, in milliseconds for each. */
async function cpuOf(works: readonly Read[]): Promise<number> {
  const before = process.cpuUsage();
  for (const work of works) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / works.length;
}
