import { useState } from 'preact/hooks';
import { call, Refusal } from '../api.ts';
import type { App, View } from '../app.ts';
import { TickBox } from '../form/fields.tsx';
import { Form, Submit } from '../form/form.tsx';
import { ConsentFacts } from '../parts/consent-facts.tsx';
import { Fold } from '../parts/facts.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { type Withdrawable, withdrawable } from '../session/read-consent.ts';
import type { Words } from '../text/texts.ts';

/** What withdrawing does, and one press that does it; all that a withdrawal link shows. */
export async function withdraw(app: App, id: string): Promise<View> {
  const { words, visit } = app;
  const { t } = words;
  const byLink = visit.session?.level === 'standing';
  const consent = await withdrawable(byLink, id, words.language);
  const organisation = words.list(consent.recipients.map(({ name }) => name));
  if (consent.state !== 'active')
    return {
      title: t('withdrawn.title'),
      content: () => (
        <>
          <p class="lead">{t('withdraw.ended', { organisation, state: t(`state.${consent.state}`) })}</p>
          {byLink && <p>{t('withdrawn.close')}</p>}
        </>
      ),
    };
  return {
    title: t('withdraw.title'),
    content: () => (
      <>
        <p>{t('withdraw.lead', { organisation, date: words.date(consent.grantedAt) })}</p>
        <p class="hint">
          <strong>{t('withdraw.holds')}</strong> {t('withdraw.then', { organisation })}
        </p>
        <p>{t('withdraw.copies', { organisation })}</p>
        <WithdrawalForm app={app} words={words} consent={consent} byLink={byLink} />
        {'items' in consent ? (
          <Fold summary={t('withdraw.which')}>
            <ConsentFacts words={words} consent={consent} />
          </Fold>
        ) : (
          <p class="small">{t('withdraw.keptOnly')}</p>
        )}
      </>
    ),
  };
}

interface WithdrawalFormProps {
  readonly app: App;
  readonly words: Words;
  readonly consent: Withdrawable;
  readonly byLink: boolean;
}

function WithdrawalForm({ app, words: { t }, consent, byLink }: WithdrawalFormProps) {
  const [discloseReason, setDiscloseReason] = useState(false);
  const organisation = consent.organisation.name;
  return (
    <Form act={() => withdrawNow(app, consent, discloseReason)}>
      <TickBox
        id="tell"
        label={t('withdraw.tell', { organisation })}
        ticked={discloseReason}
        change={setDiscloseReason}
      />
      <div class="steps">
        <Submit>{t('withdraw.now')}</Submit>
        {!byLink && (
          <ScreenLink to="permissions" style="secondary">
            {t('withdraw.keep')}
          </ScreenLink>
        )}
      </div>
    </Form>
  );
}

async function withdrawNow(app: App, consent: Withdrawable, discloseReason: boolean): Promise<void> {
  try {
    const answer = await call('my-consent.withdraw', {
      path: { consent: consent.id },
      body: discloseReason ? { tellReason: true } : {},
    });
    app.visit.withdrawn = { answer, read: { consent, language: app.words.language } };
    await app.go('withdrawn');
  } catch (error) {
    // It has ended meanwhile, which this screen then shows.
    if (error instanceof Refusal && error.code === 'conflict') await app.go(`withdraw/${consent.id}`);
    else await app.fail(error);
  }
}
