import { principalHash } from '../../../lambdas/crypto/keyed-hash.ts';
import { localSystem, Scenario } from '../scenario/over-http.ts';
import { callHandler, eventOf, useSystem } from './in-process.ts';
import { RecordedCalls } from './recorded-calls.ts';

/** A consent for all laboratory results but one field, and the read under it in this process, its calls recorded. */
export async function gatedRead() {
  const system = localSystem();
  useSystem(system);
  const { handler } = await import('../../../lambdas/functions/disclosures.ts');
  const { dynamo } = await import('../../../lambdas/platform/dynamodb/reads.ts');
  const { kms } = await import('../../../lambdas/platform/aws/kms.ts');
  const recorded = new RecordedCalls(dynamo, kms);
  const scenario = await Scenario.open();
  const granted = await scenario.granted(['note']);
  const event = eventOf('disclosure.create', {
    principal: principalHash(system.issuer, system.principals.requester.subject),
    path: scenario.path,
    body: scenario.wanted,
  });
  return { recorded, scenario, granted, read: () => callHandler(handler, event) };
}
