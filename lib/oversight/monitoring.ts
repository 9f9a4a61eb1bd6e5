import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/api/functions.ts';
import type { RestApi } from '../api/rest-api.ts';
import type { Deployment } from '../deployment.ts';
import { type HabeasFunction, namespaceOf, serviceOf } from '../functions/function.ts';
import { watchedEvents } from './alarms.ts';

export interface MonitoringProps {
  readonly deployment: Deployment;
  readonly api: RestApi;
  readonly functions: readonly HabeasFunction[];
  readonly machines: Readonly<Record<string, StateMachine>>;
  readonly queue: IQueue;
  readonly deadLetters: Readonly<Record<string, IQueue>>;
}

const period = Duration.minutes(5);

/**
 * What several functions count together. `SUM` takes a function that counted nothing for none, where `+` would give no
 * sum at all. An alarm can watch ten of them.
 */
function totalOf(counts: readonly Metric[]): IMetric {
  const [only, ...others] = counts;
  if (only !== undefined && others.length === 0) return only;
  const usingMetrics = Object.fromEntries(counts.map((count, i) => [`count${i}`, count]));
  return new MathExpression({ expression: `SUM([${Object.keys(usingMetrics)}])`, usingMetrics, period });
}

/** Alarms to one topic, and one dashboard. Every alarm links to its heading in the runbook. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  readonly #deployment: Deployment;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { deployment, api, functions, machines, queue, deadLetters } = props;
    this.#deployment = deployment;
    this.topic = this.#topic();
    const events = watchedEvents.flatMap(({ event, countedBy, threshold, meaning }) => {
      const counts = countedBy.map((name) => this.#counted(event, name));
      if (counts.length === 1 || deployment.leftOut.takes('AWS::CloudWatch::Alarm.Metrics'))
        this.#alarm(event, totalOf(counts), threshold, meaning);
      return counts;
    });
    // The authorizer answers a refused token with an error, as API Gateway requires; it counts real failures itself.
    const finishing = functions.filter(({ name }) => name !== 'authorizer');
    const errors = finishing.map(({ name, lambda }) => {
      const metric = lambda.metricErrors({ period });
      this.#alarm(`FunctionFailed-${name}`, metric, 1, 'A call was not finished', 'FunctionFailed');
      return metric;
    });
    const failed = Object.entries(machines).flatMap(([name, machine]) =>
      [machine.metricFailed({ period }), machine.metricTimedOut({ period })].map((metric, i) => {
        const id = `${name}${i === 0 ? 'Failed' : 'TimedOut'}`;
        this.#alarm(id, metric, 1, `An execution of ${name.toLowerCase()} ended without an outcome`);
        return metric;
      }),
    );
    const dead = Object.entries(deadLetters).map(([name, letters]) => {
      const metric = letters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM });
      this.#alarm(`${name}DeadLetters`, metric, 1, `${name} could not be done, even after retries`);
      return metric;
    });
    const waiting = queue.metricApproximateAgeOfOldestMessage({ period, statistic: Stats.MAXIMUM });
    this.#alarm('MailWaits', waiting, 900, 'Mail has been waiting for 15 minutes');
    const faults = api.api.metricServerError({ period, statistic: Stats.SUM });
    this.#alarm('ApiFaults', faults, 5, 'The API answered 5xx');
    const dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(1) });
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
    dashboard.addWidgets(
      graph('Requests and faults', [api.api.metricCount({ period, statistic: Stats.SUM }), faults]),
      graph('Milliseconds of a request (p50, p99)', [
        api.api.metricLatency({ period, statistic: Stats.p(50) }),
        api.api.metricLatency({ period, statistic: Stats.p(99) }),
      ]),
      graph('Security and retention events', events),
      graph('Failed calls by function', errors),
      graph('Executions without an outcome', failed),
      graph('Mail: seconds waiting, dead letters', [waiting, ...dead]),
    );
  }

  #topic(): Topic {
    const { stage, leftOut, operationsKey } = this.#deployment;
    const topic = new Topic(this, 'Alarms', {
      masterKey: operationsKey.key,
      enforceSSL: leftOut.fills('aws:SecureTransport'),
    });
    // A topic with its own policy loses the default one, which lets alarms of the account publish.
    if (leftOut.fills('aws:SecureTransport')) topic.addToResourcePolicy(this.#alarmsPublish(topic));
    operationsKey.admitService(
      'AlarmsReachTheTopic',
      'cloudwatch.amazonaws.com',
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    );
    if (stage.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(stage.alarmEmail));
    return topic;
  }

  #alarmsPublish(topic: Topic): PolicyStatement {
    const { partition, region, account } = Stack.of(this);
    return new PolicyStatement({
      sid: 'AlarmsPublish',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
      },
    });
  }

  /** The metric of an event, as counted by a function. */
  #counted(event: string, name: FunctionName): Metric {
    return new Metric({
      namespace: namespaceOf(this.#deployment.stage),
      metricName: event,
      dimensionsMap: { service: serviceOf(name) },
      statistic: Stats.SUM,
      period,
    });
  }

  /** @param entry the heading of the runbook. */
  #alarm(id: string, metric: IMetric, threshold: number, meaning: string, entry: string = id): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${meaning}. Runbook: docs/operations.md, ${entry}`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
