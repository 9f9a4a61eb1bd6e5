import type { Shown } from '../session/decision.ts';
import { numberAt, type Signed } from '../session/receipt.ts';
import { languageNames, type Words } from '../text/texts.ts';
import { Facts, Lines } from './facts.tsx';

interface PartiesProps {
  readonly words: Words;
  /** What was requested, as it was shown. */
  readonly shown: Shown;
  readonly signed: Signed;
  /** It is a consent that can still be withdrawn. */
  readonly isLive?: boolean;
  /** Whether there ever was a permission: after a refusal nothing is kept anywhere. */
  readonly isGiven?: boolean;
}

/** Who is responsible, how long data stay there, where to turn, and which text it is all about. */
export function Parties({ words: { t }, shown, signed, isLive = false, isGiven = true }: PartiesProps) {
  const { controllers, authority, keptByRecipients, language } = shown;
  const version = String(numberAt(signed.record, 'notice', 'version') ?? '');
  return (
    <Facts
      of={[
        [t('ask.kept'), isGiven && keptByRecipients],
        [t('ask.withdraw'), isLive && t('ask.withdrawHow')],
        [
          t('ask.controllers'),
          <Lines key="controllers" of={controllers.flatMap(({ name, address }) => [name, address])} />,
        ],
        [t('ask.authority'), <Lines key="authority" of={[authority.name, authority.address]} />],
        [t('receipt.notice'), t('receipt.version', { version, language: languageNames[language] })],
      ]}
    />
  );
}
