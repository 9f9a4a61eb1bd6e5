import type { Visit } from '../app.ts';
import { type Language, languageNames, languages, type Words } from '../text/texts.ts';
import { Button } from './button.tsx';
import { ScreenLink } from './screen-link.tsx';

interface TopProps {
  readonly words: Words;
  readonly choose: (language: Language) => unknown;
}

/** Above every screen: what this is, and the language. */
export const Top = ({ words, choose }: TopProps) => (
  <header id="top" class="top">
    <p class="brand">
      <img src="page/icon.svg" alt="" width="36" height="36" />
      <span>{words.t('brand')}</span>
    </p>
    {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the controls of a form */}
    <div role="group" class="languages" aria-label={words.t('page.languages')}>
      {languages.map((language) => (
        <Button
          key={language}
          style="language"
          lang={language}
          pressed={language === words.language}
          act={() => choose(language)}
        >
          {languageNames[language]}
        </Button>
      ))}
    </div>
  </header>
);

interface MenuProps {
  readonly words: Words;
  readonly visit: Visit;
  readonly screen: string | undefined;
  readonly end: () => unknown;
}

/** The other pages, for a confirmed individual. */
export function Menu({ words: { t }, visit: { session, closed }, screen, end }: MenuProps) {
  if (session?.level !== 'confirmed') return undefined;
  const isOpen = session.requestId !== undefined && !closed;
  const entries = (['ask', 'permissions', 'log', 'data', 'rights'] as const).filter(
    (to) => to !== 'ask' || isOpen,
  );
  return (
    <nav id="menu" class="menu" aria-label={t('menu.title')}>
      <ul>
        {entries.map((to) => (
          <li key={to}>
            <ScreenLink to={to} current={to === screen}>
              {t(`menu.${to}`)}
            </ScreenLink>
          </li>
        ))}
        <li>
          <Button style="link" act={end}>
            {t('menu.end')}
          </Button>
        </li>
      </ul>
    </nav>
  );
}

interface HelpProps {
  readonly words: Words;
  readonly visit: Visit;
}

/** What `#help` below every screen says: whom to call, what nobody ever asks for, and where the notices are. */
export const Help = ({ words: { t }, visit: { session, helpPhone: phone, notices = {} } }: HelpProps) => (
  <>
    <h2>{t('help.title')}</h2>
    <p class="phone">
      {phone === undefined ? (
        t('help.callUnknown')
      ) : (
        <>
          {t(session?.keeper === undefined ? 'help.call' : 'help.callKeeper')}
          <a href={dialled(phone)}>{phone}</a>
        </>
      )}
    </p>
    <p>{t('help.other')}</p>
    <p>{t('help.helper')}</p>
    <p>{t('help.never')}</p>
    {session && (
      <p class="small">
        {t('help.reference')}
        <span class="whole">{session.reference}</span>
      </p>
    )}
    <p class="notices">
      {(['privacy', 'imprint', 'accessibility'] as const).map(
        (name) =>
          notices[name] !== undefined && (
            <a key={name} href={notices[name]} rel="noreferrer" target="_blank">
              {t(`help.${name}`)} <span class="unseen">{t('page.newTab')}</span>
            </a>
          ),
      )}
    </p>
  </>
);

/** The link that dials a number as people write it: the `(0)` after a country code is not dialled. */
export const dialled = (phone: string) =>
  `tel:${phone.replace(/^(\s*(?:\+|00)[\d\s]*)\(0\)/, '$1').replace(/[^+\d]/g, '')}`;
