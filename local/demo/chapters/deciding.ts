import type { Browser, Locator } from 'playwright-core';
import { hasLink } from '../../pages/mailed-link.ts';
import type { Person } from '../people.ts';
import { codeIn, linkIn, OffScript, type Stage } from '../stage.ts';
import { Visit } from '../visit.ts';
import type { Practice } from './practice.ts';

/** Labor Süd requests consent to read the laboratory results for ninety days; the mail is in the inbox. */
export async function ask(
  stage: Stage,
  { tenant, notice }: Practice,
  individualId: string,
  person: Person,
): Promise<{ readonly request: string; readonly link: string }> {
  const asked = Date.now();
  const until = new Date(Date.now() + 90 * 24 * 60 * 60 * 1000).toISOString();
  const { id } = await stage.does('requester', 'request.create', {
    path: { tenant },
    body: { individualId, notice, items: [{ category: 'health.lab' }], reads: 'unlimited', until },
    idempotencyKey: crypto.randomUUID(),
  });
  const mail = await stage.mail(
    person.contact.email,
    (one) => hasLink(one) && Date.parse(one.sentAt) >= asked - 1000,
  );
  stage.say(`mail to ${mail.to.join(', ')}: “${mail.subject}”`);
  return { request: id, link: linkIn(mail) };
}

/** The individual types the code that is mailed to them. */
export async function confirm(stage: Stage, visit: Visit, person: Person): Promise<void> {
  const asked = Date.now();
  await visit.confirm(async () => {
    const mail = await stage.mail(
      person.contact.email,
      (one) => !hasLink(one) && Date.parse(one.sentAt) >= asked - 1000,
    );
    return codeIn(mail);
  });
}

/**
 * In a real browser the individual opens the link, types the code, sees the consent request and her values, and
 * consents to all but one field.
 */
export async function decideOnPage(
  stage: Stage,
  browser: Browser,
  link: string,
  person: Person,
  without: string,
): Promise<Visit> {
  const visit = await Visit.open(browser, link, person.language);
  stage.say(`the page: “${await titleOf(visit)}”`);
  await confirm(stage, visit, person);
  await visit.at('ask.title');
  stage.say(`“${await textOf(visit.page.locator('main .lead').first())}”`);
  await visit.press('ask.preview');
  const preview = visit.page.locator('.preview');
  await preview.getByRole('heading', { name: visit.t('ask.previewTitle') }).waitFor();
  const records = person.records.filter(({ category }) => category === 'health.lab');
  const values = await textOf(preview);
  const missing = records.find(({ fields }) => !values.includes(String(fields.loinc)));
  if (missing) throw new OffScript('the preview lacks a value');
  stage.say(`she looks at the ${records.length} results that would be released, and takes “${without}” away`);
  await visit.narrow('health.lab', [without]);
  stage.say(`“${await textOf(visit.page.locator('main .lead').first())}”`);
  await visit.press('check.allow');
  await visit.at('done.granted.title');
  stage.say(`the page: “${await titleOf(visit)}”`);
  return visit;
}

/** The individual sees on the page who has read her data. */
export async function seeTheLog(stage: Stage, visit: Visit, organisation: string): Promise<void> {
  await visit.follow('menu.log');
  await visit.at('log.title');
  const text = await textOf(visit.page.locator('main'));
  for (const wanted of [organisation, visit.t('log.released'), visit.t('log.refused')])
    if (!text.includes(wanted)) throw new OffScript(`the log on the page lacks “${wanted}”`);
  stage.say(`her log names ${organisation}: the read, and the refusals before it`);
}

/** The individual sees on the page that an export holds her data. */
export async function seeTheExport(stage: Stage, visit: Visit): Promise<void> {
  await visit.follow('menu.log');
  await visit.at('log.title');
  const first = visit.page.locator('main .cards li').first();
  const text = await textOf(first);
  const [wanted = ''] = visit.t('log.exported.all').split('{keeper}').toReversed();
  if (!text.includes(wanted)) throw new OffScript('the log on the page lacks the export');
  stage.say(`her log says so, first of all: “${await textOf(first.locator('.outcome'))}”`);
}

/** The individual withdraws her consent by pressing twice. */
export async function withdrawOnPage(stage: Stage, visit: Visit): Promise<void> {
  await visit.follow('menu.permissions');
  await visit.at('permissions.title');
  await visit.page
    .getByRole('link', { name: /zurücknehmen|Take back/i })
    .first()
    .click();
  await visit.at('withdraw.title');
  await visit.press('withdraw.now');
  await visit.at('withdrawn.title');
  stage.say(`“${await textOf(visit.page.locator('main p:not(.whose)').first())}”`);
}

/** After the contract's end the individual still sees her data and takes a copy. */
export async function copyOfOwnData(stage: Stage, visit: Visit, person: Person): Promise<void> {
  await visit.follow('menu.data');
  await visit.at('data.title');
  const [download] = await Promise.all([visit.page.waitForEvent('download'), visit.press('data.save')]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const copy = Buffer.concat(chunks).toString('utf8');
  if (
    !person.records.every(({ fields }) =>
      Object.values(fields).every((value) => copy.includes(String(value))),
    )
  )
    throw new OffScript('the copy lacks a value');
  const { exports } = JSON.parse(copy) as { readonly exports: readonly unknown[] };
  if (exports.length === 0) throw new OffScript('the copy lacks the export');
  stage.say(
    `she downloads her data as ${download.suggestedFilename()}: all ${person.records.length} records, and the log`,
  );
}

const textOf = async (place: Locator) => (await place.textContent()) ?? '';
const titleOf = (visit: Visit) => textOf(visit.page.getByRole('heading', { level: 1 }));
