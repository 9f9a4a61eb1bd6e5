import { describe, expect, it } from 'vitest';
import { functionNames } from '../../lambdas/api/functions.ts';
import { namespaceOf, serviceOf } from '../../lib/functions/function.ts';
import { watchedEvents } from '../../lib/oversight/alarms.ts';
import { type Resource, resources, type StageName, settings, templateOf } from './synthesised.ts';

describe.each(Object.keys(settings) as StageName[])('the alarms of stage %s', (name) => {
  const template = templateOf(name);
  const alarms = resources(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

  it('are one for every dead-letter queue and one for every function, and all tell the topic', () => {
    const dead = alarms.filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible');
    const queues = resources(template, 'AWS::SQS::Queue').filter(([id]) => id.includes('DeadLetters'));
    expect(dead).toHaveLength(queues.length);
    const failing = alarms.filter(
      ({ MetricName, Namespace }) => MetricName === 'Errors' && Namespace === 'AWS/Lambda',
    );
    expect(failing).toHaveLength(functionNames.filter((one) => one !== 'authorizer').length);
    for (const alarm of alarms) expect(alarm.AlarmActions).toHaveLength(1);
  });

  it('are one for every event, on the sum of what all functions count that count it', () => {
    const watched = alarms.map(watchedBy).filter(({ namespace }) => namespace === namespaceOf({ name }));
    expect(watched.map(({ namespace: _, ...one }) => one)).toEqual(
      watchedEvents
        .map(({ event, countedBy, threshold }) => ({
          event,
          services: countedBy.map(serviceOf),
          summed: countedBy.length > 1,
          threshold,
        }))
        // The local AWS takes no alarm on a sum.
        .filter(({ summed }) => !summed || name !== 'local'),
    );
  });

  it('watch ten metrics at most, which is all that CloudWatch takes', () => {
    for (const { services } of alarms.map(watchedBy)) expect(services.length).toBeLessThanOrEqual(10);
  });
});

/** What an alarm watches: one metric, or the sum of one that several functions count. */
function watchedBy(alarm: Resource['Properties']) {
  const queries = (alarm.Metrics ?? [{ Id: 'only', MetricStat: { Metric: alarm } }]) as Query[];
  const metrics = queries.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  const sum = queries.find(({ Expression }) => Expression !== undefined);
  const ids = queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [Id] : []));
  if (sum) expect(sum.Expression).toBe(`SUM([${ids}])`);
  const [names, namespaces] = [metrics.map((one) => one.MetricName), metrics.map((one) => one.Namespace)];
  expect([new Set(names).size, new Set(namespaces).size]).toEqual([1, 1]);
  return {
    namespace: namespaces[0],
    event: names[0],
    services: metrics.map(({ Dimensions }) => Dimensions?.find((one) => one.Name === 'service')?.Value),
    summed: sum !== undefined,
    threshold: alarm.Threshold,
  };
}

interface MetricNamed {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: MetricNamed };
}
