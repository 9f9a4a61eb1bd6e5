import { call } from '../../api.ts';
import type { App, MyConsent, View } from '../../app.ts';
import { ConsentFacts } from '../../parts/consent-facts.tsx';
import { Facts, Lines } from '../../parts/facts.tsx';
import { Parties } from '../../parts/parties.tsx';
import { ReceiptNumbers, ReceiptSheet } from '../../parts/receipt-sheet.tsx';
import { type Signed, textAt } from '../../session/receipt.ts';
import type { Words } from '../../text/texts.ts';

/** The receipt of a consent's newest event, or of a refusal, to read, print and keep. */
export const receipt = (app: App, id: string): Promise<View> =>
  id.startsWith('crq_') ? ofRefusal(app, id) : ofConsent(app, id);

async function ofRefusal({ words }: App, id: string): Promise<View> {
  const { t, language } = words;
  const [{ shown }, signed] = await Promise.all([
    call('request.show', { path: { request: id }, query: { language } }),
    call('request.receipt', { path: { request: id } }),
  ]);
  const requested = shown.items.map(({ label }) => label);
  return {
    title: t('receipt.title'),
    content: () => (
      <ReceiptSheet words={words} id={id} signed={signed} organisation={shown.organisation.name}>
        <Facts
          of={[
            [t('terms.purpose'), t('terms.inOrder', { purpose: shown.purpose.sentence })],
            [t('receipt.asked'), <Lines key="requested" of={requested} />],
          ]}
        />
        <Parties words={words} shown={shown} signed={signed} isGiven={false} />
        <ReceiptNumbers words={words} signed={signed} />
      </ReceiptSheet>
    ),
  };
}

async function ofConsent({ words }: App, id: string): Promise<View> {
  const { t, language } = words;
  const [consent, signed] = await Promise.all([
    call('my-consent.read', { path: { consent: id }, query: { language } }),
    call('my-consent.receipt', { path: { consent: id } }),
  ]);
  const { shown } = await call('request.show', {
    path: { request: textAt(signed.record, 'request') },
    query: { language },
  });
  const assurance = assuranceLines(words, consent.assurance, signed);
  return {
    title: t('receipt.title'),
    content: () => (
      <ReceiptSheet
        words={words}
        id={id}
        signed={signed}
        organisation={words.list(consent.recipients.map(({ name }) => name))}
      >
        <ConsentFacts words={words} consent={consent} />
        <Parties words={words} shown={shown} signed={signed} isLive={consent.state === 'active'} />
        <ReceiptNumbers
          words={words}
          signed={signed}
          before={[[t('receipt.assurance'), <Lines key="assurance" of={assurance} />]]}
        />
      </ReceiptSheet>
    ),
  };
}

/** How sure it is that the individual decided, and who accepted that. */
function assuranceLines({ t }: Words, given: MyConsent['assurance'], { record }: Signed): string[] {
  const reference = textAt(record, 'event', 'assurance_accepted', 'reference');
  return [t(`assurance.${given}`), ...(reference === '' ? [] : [t('receipt.accepted', { reference })])];
}
