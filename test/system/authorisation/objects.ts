import type { Scenario } from '../../support/scenario/over-http.ts';

/** Path variables that lead to what is there: one object of a practice for each kind a path can name. */
export async function objectsOf(scenario: Scenario): Promise<Record<string, string>> {
  const { stage, practice, individual, path } = scenario;
  const { consent, request } = await scenario.granted();
  const read = await scenario.read();
  if (!read.ok) throw new Error(`read: ${read.status}`);
  const members = await stage.does('admin', 'member.list', { path });
  const auditor = members.items.find(({ roles }) => roles.length === 1 && roles[0] === 'auditor');
  return {
    tenant: practice.tenant,
    individual,
    record: read.body.records[0]?.id ?? '',
    request,
    consent,
    disclosure: read.body.id,
    notice: practice.notice.id,
    version: '1',
    organisation: 'labor-sued',
    category: 'health.lab',
    member: auditor?.id ?? '',
    // Nobody gets so far as to see that there is none.
    export: `exp_${'0'.repeat(32)}`,
    deletion: `del_${'0'.repeat(32)}`,
    part: '1',
  };
}
