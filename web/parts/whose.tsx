import type { Visit } from '../app.ts';
import type { Words } from '../text/texts.ts';
import { ScreenLink } from './screen-link.tsx';

interface WhoseProps {
  readonly words: Words;
  readonly visit: Visit;
}

/** Whose data a screen is about, and who keeps them: two people may share a mailbox. Only once the code is typed. */
export function Whose({ words: { t }, visit: { session } }: WhoseProps) {
  if (session?.level !== 'confirmed' || session.person === undefined) return undefined;
  return (
    <p class="whose">
      {t('whose.person')}
      <strong>{session.person}</strong>
      {t('whose.keeper')} <ScreenLink to="not-me">{t('whose.notMe')}</ScreenLink>
    </p>
  );
}
