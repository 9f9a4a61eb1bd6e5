import { call } from '../../lambdas/api/client.ts';
import type { LocalSystem, Opening } from '../emulator/description.ts';
import { ask } from './chapters/deciding.ts';
import { enrol, openTenant, setUp } from './chapters/practice.ts';
import { people, readPerson } from './people.ts';
import { OffScript, Stage } from './stage.ts';

/** Beside the tenant of the story, which ends with its contract. */
const name = 'Praxis am Hafen';
/** Addresses of their own, so that nobody takes these mails for those of the story. */
const addressOf = (address: string) => address.replace('@', '.hafen@');

/**
 * Gives an empty system something to try: an open tenant with three individuals and their results, one of them
 * asked. Where that is there already she gets a fresh link, because the inbox does not outlive a restart; what was
 * cut off half-way is left, and made anew.
 */
export async function open(system: LocalSystem): Promise<Opening> {
  const stage = new Stage(system);
  return (await found(stage)) ?? (await made(stage));
}

async function found(stage: Stage): Promise<Opening | undefined> {
  const { items } = await stage.does('operator', 'tenant.list', {});
  for (const { id: tenant } of items.filter((one) => one.name === name && one.state === 'open')) {
    const reply = await stage.call('requester', 'request.list', { path: { tenant } });
    const asked = reply.ok ? reply.body.items.at(-1) : undefined;
    if (!asked) continue;
    await renew(stage, tenant, addressOf(readPerson(people[0]).contact.email));
    return { tenant, individual: asked.individualId, request: asked.id };
  }
  return undefined;
}

/** Sends for a fresh link, as the page does: what changes something has to come from there. */
async function renew({ system: { api: baseUrl } }: Stage, tenant: string, address: string): Promise<void> {
  const headers = async () => ({ origin: baseUrl });
  const reply = await call({ baseUrl, headers }, 'link.renew', { body: { tenant, address } });
  if (!reply.ok) throw new OffScript(`link.renew: ${reply.status} ${JSON.stringify(reply.problem)}`);
}

async function made(stage: Stage): Promise<Opening> {
  const practice = await setUp(stage, await openTenant(stage, name));
  const enrolled = [];
  for (const person of people) {
    const { contact } = readPerson(person);
    const own = { contact: { ...contact, email: addressOf(contact.email) } };
    enrolled.push(await enrol(stage, practice, person, own));
  }
  const [asked] = enrolled;
  if (!asked) throw new Error('nobody was enrolled');
  const { request } = await ask(stage, practice, asked.id, asked.person);
  return { tenant: practice.tenant, individual: asked.id, request };
}
