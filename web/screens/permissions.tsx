import { call } from '../api.ts';
import type { App, MyConsent, View, Visit } from '../app.ts';
import { ConsentFacts } from '../parts/consent-facts.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import type { Words } from '../text/texts.ts';

/** Screen 7: my permissions, live ones first, each with its way to withdraw. */
export async function permissions({ words, visit }: App): Promise<View> {
  const { t } = words;
  const { items } = await call('my-consent.list', { query: { language: words.language } });
  const live = items.filter(({ state }) => state === 'active');
  const ended = items.filter(({ state }) => state !== 'active');
  return {
    title: t('permissions.title'),
    content: () => (
      <>
        {visit.closed && !visit.decided && <Answered words={words} visit={visit} />}
        <h2>{t('permissions.live')}</h2>
        {live.length > 0 ? <Cards words={words} consents={live} /> : <p>{t('permissions.none')}</p>}
        {ended.length > 0 && (
          <>
            <h2>{t('permissions.ended')}</h2>
            <Cards words={words} consents={ended} />
          </>
        )}
      </>
    ),
  };
}

/** Whoever comes back with a link to a closed request is told so, and finds the receipt of a refusal. */
function Answered({ words: { t }, visit: { request } }: { readonly words: Words; readonly visit: Visit }) {
  const { state } = request ?? {};
  const answered =
    state === 'granted' || state === 'refused' ? (`permissions.answered.${state}` as const) : undefined;
  return (
    <div class="hint">
      <p>{t(answered ?? 'permissions.answered')}</p>
      {request?.state === 'refused' && (
        <p>
          <ScreenLink to={`receipt/${request.id}`}>{t('done.receipt')}</ScreenLink>
        </p>
      )}
    </div>
  );
}

const Cards = ({ words, consents }: { readonly words: Words; readonly consents: readonly MyConsent[] }) => (
  <ul class="cards">
    {consents.map((consent) => (
      <Card key={consent.id} words={words} consent={consent} />
    ))}
  </ul>
);

function Card({ words, consent }: { readonly words: Words; readonly consent: MyConsent }) {
  const { t } = words;
  const organisation = words.list(consent.recipients.map(({ name }) => name));
  return (
    <li>
      <h3>{organisation}</h3>
      <ConsentFacts words={words} consent={consent} />
      <div class="steps">
        {consent.state === 'active' && (
          <ScreenLink
            to={`withdraw/${consent.id}`}
            style="secondary"
            label={t('permissions.withdrawNamed', { organisation })}
          >
            {t('permissions.withdraw')}
          </ScreenLink>
        )}
        <ScreenLink
          to={`receipt/${consent.id}`}
          style="secondary"
          label={t('permissions.receiptNamed', { organisation })}
        >
          {t('permissions.receipt')}
        </ScreenLink>
      </div>
    </li>
  );
}
