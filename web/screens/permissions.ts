import { call } from '../api.ts';
import type { App, MyConsent, View } from '../app.ts';
import { el, facts, paragraph, screenLink } from '../dom.ts';
import { timesRead } from '../sentences.ts';
import type { Words } from '../texts.ts';

/** Screen 7: my permissions, live ones first, each with its way to withdraw. */
export async function permissions(app: App): Promise<View> {
  const { words, visit } = app;
  const { t } = words;
  const { items } = await call('my-consent.list', { query: { language: words.language } });
  const live = items.filter(({ state }) => state === 'active');
  const ended = items.filter(({ state }) => state !== 'active');
  const list = (consents: readonly MyConsent[]) =>
    el(
      'ul',
      { class: 'cards' },
      consents.map((one) => card(words, one)),
    );
  return {
    title: t('permissions.title'),
    content: [
      visit.closed && !visit.decided && answered(app),
      el('h2', {}, t('permissions.live')),
      live.length > 0 ? list(live) : paragraph(t('permissions.none')),
      ...(ended.length > 0 ? [el('h2', {}, t('permissions.ended')), list(ended)] : []),
    ],
  };
}

/** Whoever comes back with a link to a closed request is told so, and finds the receipt of a No. */
function answered({ visit: { asked }, words: { t } }: App): HTMLElement {
  const receipt = asked?.state === 'refused' && screenLink(t('done.receipt'), `receipt/${asked.id}`);
  return el('div', { class: 'hint' }, paragraph(t('permissions.answered')), receipt && el('p', {}, receipt));
}

function card(words: Words, consent: MyConsent): HTMLElement {
  const { t } = words;
  const organisation = consent.organisation.name;
  return el(
    'li',
    {},
    el('h3', {}, organisation),
    consentFacts(words, consent),
    el(
      'div',
      { class: 'steps' },
      consent.state === 'active' &&
        screenLink(
          t('permissions.withdraw'),
          `withdraw/${consent.id}`,
          'secondary',
          t('permissions.withdrawNamed', { organisation }),
        ),
      screenLink(
        t('permissions.receipt'),
        `receipt/${consent.id}`,
        'secondary',
        t('permissions.receiptNamed', { organisation }),
      ),
    ),
  );
}

/** What a permission says, in a list. */
export function consentFacts(words: Words, consent: MyConsent): HTMLElement {
  const { t } = words;
  const { items, reads, readsUsed, grantedAt, until, endedAt, state } = consent;
  return facts([
    [t('state.label'), t(`state.${state}`)],
    [t('permissions.purpose'), consent.purpose],
    [
      t('permissions.data'),
      items.map(({ label, fields }) =>
        paragraph(`${label}: ${words.list(fields.map((field) => field.label))}`),
      ),
    ],
    [t('permissions.granted'), words.moment(grantedAt)],
    [t('permissions.until'), state === 'active' && words.date(until)],
    [t('permissions.ended.at'), endedAt !== undefined && words.moment(endedAt)],
    [t('permissions.reads'), words.reads(reads)],
    [t('permissions.used'), isCounted(consent) && timesRead(words, readsUsed)],
  ]);
}

/** Whether `readsUsed` says how often it was read: reads without a limit need not be counted. */
export const isCounted = ({ reads, readsUsed }: MyConsent) => reads !== 'unlimited' || readsUsed > 0;
