import { createHash } from 'node:crypto';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Browser } from 'playwright-core';
import type { ResultOf } from '../../../lambdas/api/client.ts';
import { erasureRow } from '../../../lambdas/model/erasure-rows.ts';
import { dynamoDb } from '../../emulator/account.ts';
import type { Person } from '../people.ts';
import { OffScript, type Stage } from '../stage.ts';
import { Visit } from '../visit.ts';
import { ask, confirm } from './deciding.ts';
import type { Practice } from './practice.ts';

/** What the page gives an individual to keep: where the attestation will be, and the number that names them in it. */
export interface Keepsake {
  readonly attestation: string;
  readonly salt: string;
}

/** An individual has their data erased on the page, and is shown the address of the attestation to come. */
export async function eraseOnPage(
  stage: Stage,
  browser: Browser,
  practice: Practice,
  { id, person }: { readonly id: string; readonly person: Person },
): Promise<Keepsake> {
  const { link } = await ask(stage, practice, id, person);
  const visit = await Visit.open(browser, link, person.language);
  await confirm(stage, visit, person);
  await visit.follow('menu.rights');
  await visit.at('rights.title');
  await visit.follow('rights.toErase');
  await visit.at('erase.title');
  await visit.tick(visit.page.locator('#sure'));
  await visit.press('erase.now');
  await visit.at('erase.waits');
  stage.say(`“${await visit.page.locator('main .lead').first().textContent()}”`);
  const [address = '', salt = ''] = await visit.page.locator('.whole').allTextContents();
  const [attestation] = /att_[0-9a-f]{32}/.exec(address) ?? [];
  if (!attestation) throw new OffScript('the page names no attestation');
  stage.say(`the page gives an address to keep: ${address}`);
  const early = await stage.call(undefined, 'attestation.read', { path: { attestation } });
  if (early.ok) throw new OffScript('there is an attestation already');
  await visit.close();
  return { attestation, salt };
}

/** The 72 hours pass, which only the demo makes short; then the machine erases, and attests. */
export async function watchErasure(
  stage: Stage,
  { tenant }: Practice,
  individual: string,
  { attestation, salt }: Keepsake,
): Promise<ResultOf<'attestation.read'>> {
  await passUndo(stage, tenant, individual);
  stage.say('the demo puts the end of the 72 hours into the past, and calls the reconciler');
  await stage.reconcile();
  const signed = await stage.until('the attestation', 120, async () => {
    const reply = await stage.call(undefined, 'attestation.read', { path: { attestation } });
    return reply.ok ? reply.body : undefined;
  });
  const { record } = signed;
  const named = createHash('sha256').update(`${salt}${individual}`, 'utf8').digest('hex');
  if (record.person !== named) throw new OffScript('the attestation is of somebody else');
  if (JSON.stringify(signed).includes(individual))
    throw new OffScript('the attestation names the individual');
  stage.say('the attestation is at that address: it names nobody, and the number proves whom it is about');
  await stage.refuses('provider', 'individual.read', { path: { tenant, individual } }, 'not-found');
  const answers = await stage.call(undefined, 'attestation.answers', { path: { attestation } });
  if (!answers.ok) throw new OffScript('the attestation has no answers beside it');
  const asked = answers.body.items.map(({ name }) => name);
  stage.say(`asked to delete, too: ${asked.length === 0 ? 'nobody, for nobody had read' : asked.join(', ')}`);
  return signed;
}

async function passUndo(stage: Stage, tenant: string, individual: string): Promise<void> {
  const client = dynamoDb(stage.account);
  const TableName = stage.system.tables.vault;
  const Key = marshall(erasureRow.key(tenant, individual));
  const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const { dueAt, listSk } = unmarshall(Item ?? {}) as { readonly dueAt: string; readonly listSk: string };
  const past = new Date(Date.now() - 1000).toISOString();
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET dueAt = :due, listSk = :place',
      ExpressionAttributeValues: marshall({ ':due': past, ':place': listSk.replace(dueAt, past) }),
    }),
  );
}
