import { type Answer, call } from '../../api.ts';
import type { App, MyConsent, View, Visit } from '../../app.ts';
import { ConsentFacts } from '../../parts/consent-facts.tsx';
import { Facts, Fold } from '../../parts/facts.tsx';
import { ScreenLink } from '../../parts/screen-link.tsx';
import { everyConsent } from '../../session/read-consent.ts';
import { readingSentence } from '../../text/sentences.ts';
import type { Words } from '../../text/texts.ts';

/** Screen 7: the individual's consents, live ones first, each with its way to withdraw; then their refusals. */
export async function permissions({ words, visit }: App): Promise<View> {
  const { t } = words;
  const { language } = words;
  const [items, { items: refusals }] = await Promise.all([
    everyConsent(language),
    call('my-refusal.list', { query: { language } }),
  ]);
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
        {refusals.length > 0 && (
          <>
            <h2>{t('permissions.refused')}</h2>
            <Refusals words={words} refusals={refusals} />
          </>
        )}
      </>
    ),
  };
}

/** Whoever comes back with a link to a closed request is told so. */
function Answered({ words: { t }, visit: { request } }: { readonly words: Words; readonly visit: Visit }) {
  const { state } = request ?? {};
  const answered =
    state === 'granted' || state === 'refused' ? (`permissions.answered.${state}` as const) : undefined;
  return <p class="hint">{t(answered ?? 'permissions.answered')}</p>;
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
  const isLive = consent.state === 'active';
  return (
    <li>
      <h3>{organisation}</h3>
      <Facts
        of={[
          [t('terms.data'), words.list(consent.items.map(({ label }) => label))],
          isLive
            ? [t('terms.until'), t('terms.untilDay', { date: words.lastDay(consent.until) })]
            : [t('state.label'), t(`state.${consent.state}`)],
          [t('permissions.used'), readingSentence(words, consent)],
        ]}
      />
      <div class="steps">
        {isLive && (
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
      <Fold summary={t('withdraw.which')}>
        <ConsentFacts words={words} consent={consent} />
      </Fold>
    </li>
  );
}

interface RefusalsProps {
  readonly words: Words;
  readonly refusals: Answer<'my-refusal.list'>['items'];
}

const Refusals = ({ words: { t, date, list }, refusals }: RefusalsProps) => (
  <ul class="cards">
    {refusals.map(({ id, organisation: { name }, purpose, data, at, blockedUntil, confirmed }) => (
      <li key={id}>
        <h3>{name}</h3>
        <Facts
          of={[
            [t('terms.data'), list(data)],
            [t('terms.purpose'), t('terms.inOrder', { purpose })],
            [t('permissions.refusedAt'), date(at)],
            [t('permissions.blocked'), t('terms.untilDay', { date: date(blockedUntil) })],
          ]}
        />
        {confirmed && (
          <div class="steps">
            <ScreenLink
              to={`receipt/${id}`}
              style="secondary"
              label={t('permissions.refusalReceiptNamed', { organisation: name })}
            >
              {t('permissions.receipt')}
            </ScreenLink>
          </div>
        )}
      </li>
    ))}
  </ul>
);
