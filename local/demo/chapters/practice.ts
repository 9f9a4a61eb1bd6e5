import type { PrincipalName } from '../../emulator/outputs.ts';
import { type Person, type people, readPerson } from '../people.ts';
import { categories, laborSued, notice, praxisNord } from '../praxis-nord.ts';
import type { Stage } from '../stage.ts';

/** A tenant that is open, with its notice. */
export interface Practice {
  readonly tenant: string;
  readonly notice: { readonly id: string; readonly version: number };
}

/** The operator creates the tenant with its first admin; its keys are made in the background. */
export async function openTenant(
  stage: Stage,
  name: string = praxisNord.name,
  firstAdmin: PrincipalName = 'admin',
): Promise<string> {
  const { principals } = stage.system;
  const { id } = await stage.does('operator', 'tenant.create', {
    body: {
      ...praxisNord,
      name,
      firstAdmin: { subject: principals[firstAdmin].subject },
    },
    idempotencyKey: crypto.randomUUID(),
  });
  await stage.until('the tenant’s keys', 90, async () => {
    const reply = await stage.call('operator', 'tenant.read', { path: { tenant: id } });
    return reply.ok && reply.body.state === 'open' ? reply : undefined;
  });
  stage.say(`${id} is open: it has its own KMS key, 17 range secrets and its fences`);
  return id;
}

/** The admin sets the members and their roles, the organisation, the categories, and the notice in two languages. */
export async function setUp(stage: Stage, tenant: string): Promise<Practice> {
  const { principals } = stage.system;
  const path = { tenant };
  await stage.does('admin', 'organisation.set', {
    path: { tenant, organisation: 'labor-sued' },
    body: laborSued,
  });
  for (const [member, roles] of [
    ['provider', ['provider']],
    ['requester', ['requester']],
    ['auditor', ['auditor']],
    ['second-admin', ['admin']],
  ] as const)
    await stage.does('admin', 'member.set', {
      path,
      body: {
        principal: { subject: principals[member].subject },
        roles: [...roles],
        ...(member === 'requester' && { organisation: 'labor-sued' }),
        name: `Demo ${member}`,
        email: `${member}@praxis-nord.example.org`,
      },
    });
  for (const [category, body] of Object.entries(categories))
    await stage.does('admin', 'category.set', {
      path: { tenant, category },
      body: body,
    });
  const { id, version } = await stage.does('admin', 'notice.publish', {
    path,
    body: { content: notice },
    idempotencyKey: crypto.randomUUID(),
  });
  return { tenant, notice: { id, version } };
}

/** The provider enrols an individual and stores their records, mapped from FHIR Observations. */
export async function enrol(
  stage: Stage,
  { tenant }: Practice,
  name: (typeof people)[number],
  over: Partial<Pick<Person, 'reference' | 'contact'>> = {},
): Promise<{ readonly id: string; readonly person: Person }> {
  const person = { ...readPerson(name), ...over };
  const { reference, contact, language, records } = person;
  const { id } = await stage.does('provider', 'individual.create', {
    path: { tenant },
    body: { reference, contact, language },
    idempotencyKey: crypto.randomUUID(),
  });
  await stage.does('provider', 'record.batch', {
    path: { tenant, individual: id },
    body: { records: records.map((record) => ({ ...record, fields: { ...record.fields } })) },
    idempotencyKey: crypto.randomUUID(),
  });
  return { id, person };
}
