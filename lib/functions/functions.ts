import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type FunctionName, functionNames } from '../../lambdas/api/functions.ts';
import type { Deployment } from '../deployment.ts';
import type { Bundles } from './bundle.ts';
import { HabeasFunction, type HabeasFunctionProps } from './function.ts';

export type Functions = Readonly<Record<FunctionName, HabeasFunction>>;

export interface FunctionsProps {
  readonly deployment: Deployment;
  readonly bundles: Bundles;
}

/** Settings of functions that differ from the defaults. */
const sizes: Partial<Record<FunctionName, Pick<HabeasFunctionProps, 'memory' | 'timeout' | 'reserved'>>> = {
  authorizer: { memory: 512, timeout: Duration.seconds(5) },
  public: { memory: 512 },
  notifier: { timeout: Duration.minutes(1) },
  // A claim of provisioning lasts two minutes; the run that has it must have ended by then.
  keymaker: { memory: 512, timeout: Duration.seconds(110), reserved: 2 },
  workflow: { timeout: Duration.minutes(15), reserved: 10 },
  eraser: { timeout: Duration.minutes(15), reserved: 10 },
  exporter: { timeout: Duration.minutes(15), reserved: 4 },
  restore: { timeout: Duration.minutes(15), reserved: 1 },
};

/** Makes every function of the list. They may do nothing yet but write their logs. */
export function functionsOf(scope: Construct, { deployment, bundles }: FunctionsProps): Functions {
  const made = functionNames.map((name) => {
    const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const props = { deployment, name, bundle: bundles[name], ...sizes[name] };
    return [name, new HabeasFunction(scope, id, props)] as const;
  });
  return Object.fromEntries(made) as Record<FunctionName, HabeasFunction>;
}
