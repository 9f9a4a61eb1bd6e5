import { useState } from 'preact/hooks';
import { type Answer, call } from '../../api.ts';
import type { App, View } from '../../app.ts';
import { Place } from '../../form/faults.tsx';
import { TickBox } from '../../form/fields.tsx';
import { Form, Submit } from '../../form/form.tsx';
import { Button } from '../../parts/button.tsx';
import { Facts, Lines } from '../../parts/facts.tsx';
import { ScreenLink } from '../../parts/screen-link.tsx';
import { everyConsent } from '../../session/read-consent.ts';
import type { Words } from '../../text/texts.ts';

type Erasure = Answer<'my-erasure.read'>;
type Stays = Answer<'my-erasure.stays'>;

/** Screen 12: what an erasure does, and its confirmation; then until when it can be undone, and the address to keep. */
export async function erase(app: App): Promise<View> {
  const { words } = app;
  const { t, language } = words;
  const [erasure, consents, { stays }] = await Promise.all([
    call('my-erasure.read', {}),
    everyConsent(language),
    call('my-erasure.stays', { query: { language } }),
  ]);
  if (erasure.state !== 'none')
    return { title: t('erase.waits'), content: () => <Waiting app={app} words={words} erasure={erasure} /> };
  const readers = consents.filter(({ timesRead }) => timesRead > 0).flatMap(({ recipients }) => recipients);
  const holders = [...new Set(readers.map(({ name }) => name))];
  return {
    title: t('erase.title'),
    content: () => (
      <>
        <p class="lead">{t('erase.lead')}</p>
        <Facts
          of={[
            [t('erase.goes'), t('erase.goesWhat')],
            [t('erase.stays'), t('erase.staysWhat')],
            [t('erase.law'), stays.length > 0 && <Lines of={stays.map(lawIn(words))} />],
            [
              t('erase.copies'),
              holders.length === 0 ? (
                t('erase.copiesNone')
              ) : (
                <Lines of={[t('erase.copiesAt', { organisations: words.list(holders) })]} />
              ),
            ],
            [t('erase.undoing'), t('erase.undoingWhat')],
          ]}
        />
        <Confirmation app={app} words={words} />
      </>
    ),
  };
}

/** What a law demands to keep of a category, and for how long. */
const lawIn =
  ({ t, span }: Words) =>
  ({ label, keep: { legalBasis, minimum, countsFrom } }: Stays['stays'][number]) =>
    t('erase.lawKeeps', {
      category: label,
      law: legalBasis,
      length: span(minimum),
      from: t(`erase.from.${countsFrom}`),
    });

interface ConfirmationProps {
  readonly app: App;
  readonly words: Words;
}

/** Nothing is erased by one slip: the box is ticked by hand, and the button says what it does. */
function Confirmation({ app, words: { t } }: ConfirmationProps) {
  const [sure, setSure] = useState(false);
  const ask = async () => {
    if (!sure) return app.check([{ field: 'sure', text: (words) => words.t('erase.sureMissing') }]);
    try {
      await call('my-erasure.ask', { body: { everything: true } });
      await app.go('erase');
    } catch (error) {
      await app.fail(error);
    }
  };
  return (
    <Form act={ask}>
      <Place field="sure">
        <TickBox id="sure" label={t('erase.sure')} ticked={sure} change={setSure} field="sure" />
      </Place>
      <div class="steps">
        <Submit>{t('erase.now')}</Submit>
        <ScreenLink to="rights" style="secondary">
          {t('erase.keep')}
        </ScreenLink>
      </div>
    </Form>
  );
}

/** Until when it can be undone, and where the attestation will be. */
function Waiting({ app, words: { t, moment }, erasure }: ConfirmationProps & { readonly erasure: Erasure }) {
  const undo = async () => {
    try {
      await call('my-erasure.undo', {});
      await app.go('rights');
    } catch (error) {
      await app.fail(error);
    }
  };
  return (
    <>
      {erasure.by === 'tenant' && <p class="hint">{t('erase.byTenant')}</p>}
      {erasure.dueAt !== undefined && (
        <p class="lead">{t('erase.until', { moment: moment(erasure.dueAt) })}</p>
      )}
      {erasure.state === 'waiting' && (
        <div class="steps">
          <Button style="secondary" act={undo}>
            {t('erase.undo')}
          </Button>
        </div>
      )}
      <h2>{t('erase.proof')}</h2>
      <p>{t('erase.proofHow')}</p>
      <Facts
        of={[
          [t('erase.address'), <span class="whole">{erasure.address}</span>],
          [t('erase.salt'), <span class="whole">{erasure.salt}</span>],
        ]}
      />
      <div class="steps">
        <Button style="secondary" act={() => window.print()}>
          {t('erase.print')}
        </Button>
      </div>
    </>
  );
}
