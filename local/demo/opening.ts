import type { LocalSystem, Opening } from '../emulator/description.ts';
import { linkHead } from '../pages/mailed-link.ts';
import { ask } from './chapters/deciding.ts';
import { enrol, openTenant, setUp } from './chapters/practice.ts';
import { people, readPerson } from './people.ts';
import { Stage } from './stage.ts';

/** Another tenant than that of the story, whose contract ends. */
const name = 'Praxis am Hafen';
/** The individuals have other addresses here, so that nobody takes these mails for those of the story. */
const addressOf = (address: string) => address.replace('@', '.hafen@');

/**
 * Gives an empty system something to try: an open tenant with three individuals and their results. One of them has an
 * undecided consent request, and the mail with her link is in the inbox. If there is such a tenant already, she gets a
 * fresh link, because the inbox is empty after a restart. If there is none, or its individual gets no link, another
 * tenant is made.
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
    const address = addressOf(readPerson(people[0]).contact.email);
    await stage.call(undefined, 'link.renew', { body: { tenant, address } });
    const mailed = await linkMailed(stage, address, tenant).catch(() => undefined);
    if (mailed) return { tenant, individual: asked.individualId, request: asked.id };
  }
  return undefined;
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
  await linkMailed(stage, asked.person.contact.email, practice.tenant);
  return { tenant: practice.tenant, individual: asked.id, request };
}

const linkMailed = (stage: Stage, address: string, tenant: string) =>
  stage.mail(address, ({ text }) => text.includes(`/#${linkHead(tenant)}`), 20);
