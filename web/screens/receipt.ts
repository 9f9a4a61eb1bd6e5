import { type Answer, call } from '../api.ts';
import type { App, MyConsent, View } from '../app.ts';
import { button, type Child, el, facts, paragraph, save, screenLink } from '../dom.ts';
import type { TextKey, Words } from '../texts.ts';
import { consentFacts } from './permissions.ts';

type Signed = Answer<'my-consent.receipt'>;

const events: Readonly<Record<string, TextKey>> = {
  granted: 'receipt.granted',
  refused: 'receipt.refused',
  withdrawn: 'receipt.withdrawn',
  revoked: 'receipt.revoked',
};

/** The receipt of a permission's newest event, or of a No, to read, print and keep. */
export async function receipt(app: App, id: string): Promise<View> {
  const { words } = app;
  const { t, language } = words;
  if (id.startsWith('crq_')) {
    const [{ shown }, signed] = await Promise.all([
      call('request.show', { path: { request: id }, query: { language } }),
      call('request.receipt', { path: { request: id } }),
    ]);
    const asked = facts([
      [t('permissions.purpose'), shown.purpose.sentence],
      [t('receipt.asked'), shown.items.map(({ label }) => paragraph(label))],
    ]);
    return receiptView(words, id, signed, shown.organisation.name, [asked, facts(numbers(words, signed))]);
  }
  const [consent, signed] = await Promise.all([
    call('my-consent.read', { path: { consent: id }, query: { language } }),
    call('my-consent.receipt', { path: { consent: id } }),
  ]);
  return receiptView(words, id, signed, consent.organisation.name, [
    consentFacts(words, consent),
    facts([[t('receipt.assurance'), assurance(words, consent.assurance, signed)], ...numbers(words, signed)]),
  ]);
}

function receiptView(
  words: Words,
  id: string,
  signed: Signed,
  organisation: string,
  details: readonly Child[],
): View {
  const { t } = words;
  const event = part(signed.record, 'event');
  const type = events[text(event, 'event_type')];
  const at = text(event, 'event_time');
  const happened = facts([
    [t('receipt.what'), type && t(type)],
    [t('receipt.when'), at && words.moment(at)],
    [t('receipt.who'), organisation],
  ]);
  return {
    title: t('receipt.title'),
    content: [
      el('article', { class: 'receipt' }, happened, ...details),
      el(
        'div',
        { class: 'steps' },
        button(t('receipt.print'), 'secondary', () => window.print()),
        button(t('receipt.save'), 'secondary', () =>
          save(`habeas-${id.slice(-8)}.json`, 'application/json', JSON.stringify(signed, undefined, 2)),
        ),
      ),
      paragraph(t('receipt.saveHint'), 'small'),
      paragraph(t('done.post'), 'small'),
      el('p', {}, screenLink(t('receipt.back'), 'permissions')),
    ],
  };
}

function assurance({ t }: Words, given: MyConsent['assurance'], { record }: Signed): Child[] {
  const accepted = text(part(part(record, 'event'), 'assurance_accepted'), 'reference');
  return [
    paragraph(t(`assurance.${given}`)),
    accepted !== '' && paragraph(t('receipt.accepted', { reference: accepted })),
  ];
}

/** What ties the receipt to the log and to what was shown. */
function numbers({ t }: Words, { record, leaf }: Signed): [string, Child][] {
  return [
    [t('receipt.number'), number(text(record, 'record_id'))],
    [t('receipt.shown'), number(text(part(record, 'notice'), 'shown_sha256'))],
    [t('receipt.leaf'), leaf !== null && number(leaf)],
  ];
}

/** Long numbers, set so that they break anywhere. */
const number = (digits: string) => digits !== '' && el('span', { class: 'number' }, digits);

// The record is open-ended by its standard: read what is there, and only as text.
function part(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null
    ? (record as Record<string, unknown>)[name]
    : undefined;
}

function text(record: unknown, name: string): string {
  const value = part(record, name);
  return typeof value === 'string' ? value : '';
}
