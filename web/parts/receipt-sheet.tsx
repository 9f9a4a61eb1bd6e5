import type { ComponentChildren } from 'preact';
import { type Signed, textAt } from '../session/receipt.ts';
import type { TextKey, Words } from '../text/texts.ts';
import { Button } from './button.tsx';
import { type Fact, Facts } from './facts.tsx';
import { save } from './save.ts';
import { ScreenLink } from './screen-link.tsx';

const events: Readonly<Record<string, TextKey>> = {
  granted: 'receipt.granted',
  refused: 'receipt.refused',
  withdrawn: 'receipt.withdrawn',
  revoked: 'receipt.revoked',
};

interface ReceiptSheetProps {
  readonly words: Words;
  /** Of the consent, or of the refused request. */
  readonly id: string;
  readonly signed: Signed;
  readonly organisation: string;
  /** What else is on the sheet. */
  readonly children: ComponentChildren;
}

/** A receipt: what happened, when and who, and how to keep it. */
export function ReceiptSheet({ words, id, signed, organisation, children }: ReceiptSheetProps) {
  const { t, moment } = words;
  const event = events[textAt(signed.record, 'event', 'event_type')];
  const at = textAt(signed.record, 'event', 'event_time');
  const keep = () =>
    save(`habeas-${id.slice(-8)}.json`, 'application/json', JSON.stringify(signed, undefined, 2));
  return (
    <>
      <article class="receipt">
        <Facts
          of={[
            [t('receipt.what'), event && t(event)],
            [t('receipt.when'), at && moment(at)],
            [t('receipt.who'), organisation],
          ]}
        />
        {children}
      </article>
      <div class="steps">
        <Button style="secondary" act={() => window.print()}>
          {t('receipt.print')}
        </Button>
        <Button style="secondary" act={keep}>
          {t('receipt.save')}
        </Button>
      </div>
      <p class="small">{t('receipt.saveHint')}</p>
      <p class="small">{t('done.post')}</p>
      <p>
        <ScreenLink to="permissions">{t('receipt.back')}</ScreenLink>
      </p>
    </>
  );
}

interface ReceiptNumbersProps {
  readonly words: Words;
  readonly signed: Signed;
  /** Facts that stand before them in the same list. */
  readonly before?: readonly Fact[];
}

/** What ties the receipt to the log and to what was shown. */
export const ReceiptNumbers = ({
  words: { t },
  signed: { record, leaf },
  before = [],
}: ReceiptNumbersProps) => (
  <Facts
    of={[
      ...before,
      [t('receipt.number'), longNumber(textAt(record, 'record_id'))],
      [t('receipt.shown'), longNumber(textAt(record, 'notice', 'shown_sha256'))],
      [t('receipt.leaf'), leaf !== null && longNumber(leaf)],
    ]}
  />
);

/** A long number in groups of four to compare by eye; a copy of it has no gaps. */
const longNumber = (digits: string) =>
  digits !== '' && (
    <span class="number">
      {digits.match(/.{1,4}/g)?.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </span>
  );
