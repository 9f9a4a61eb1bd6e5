import type { Workflow } from './loaded.ts';

/** What may stand in the tables between the two attestations of a purge. */
export const betweenAttestations = {
  'vault TENANT': 1,
  'vault LEASE': 1,
  'keys ENVELOPE': 1,
  'evidence E#ent_…': 4,
  'evidence ATTESTATION#2#1': 1,
};

/** What stands in the tables under a tenant's name, but for the schedule and leaf hashes, which outlive every purge. */
export async function remainsToBeRemoved(
  workflow: Workflow,
  tenant: string,
): Promise<Record<string, number>> {
  const all = Object.entries(await workflow.remainsOf(tenant));
  return Object.fromEntries(all.filter(([name]) => !/SCHEDULE|L#ent/.test(name)));
}
