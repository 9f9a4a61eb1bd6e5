import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

const logger = new Logger();
const metrics = new Metrics();

/** Every field that a log line may have. Ids and codes only: no bodies, tokens, addresses or names. */
export interface LogFields {
  readonly operation?: string;
  readonly status?: number;
  readonly problem?: string;
  readonly requestId?: string;
  readonly tenant?: string | undefined;
  readonly principal?: string | undefined;
  readonly milliseconds?: number;
  readonly task?: string;
  readonly outcome?: string;
  readonly epoch?: number;
  readonly attempt?: number;
  readonly count?: number;
  /** Class of an unexpected error, never its message. */
  readonly fault?: string | undefined;
  /** AWS error code or stack frames without messages. */
  readonly frames?: string | undefined;
}

/** Writes one line of allowed fields. */
export function log(level: 'info' | 'warn' | 'error', message: string, fields: LogFields): void {
  logger[level](message, { ...fields });
}

/** Counts a security or business event. The dimensions name the deployment only, never a person or a tenant. */
export function count(event: string): void {
  metrics.addMetric(event, 'Count', 1);
  metrics.publishStoredMetrics();
}

/** What may be logged of an unexpected error: its class and where it was thrown, without its message. */
export function faultOf(error: unknown): Pick<LogFields, 'fault' | 'frames'> {
  if (!(error instanceof Error)) return { fault: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' | ');
  return { fault: error.name, frames };
}
