import { call, Refusal } from '../api.ts';
import type { App, Message, View } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { Fold } from '../parts/facts.tsx';
import { Place } from '../parts/faults.tsx';
import { TextField } from '../parts/fields.tsx';
import { Form, Submit } from '../parts/form.tsx';
import type { TextKey } from '../text/texts.ts';

/** Has six digits sent and shows where to type them. */
export async function sendCode(app: App): Promise<void> {
  const { visit } = app;
  const isRepeat = location.hash === '#code';
  try {
    const sent = await call('code.send', { body: {} });
    visit.codeSent = sent;
    visit.code = '';
    await app.go('code');
    if (isRepeat) app.say(({ t }) => t('code.sentAgain', { address: sent.sentTo }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'too-many-requests') return app.fail(error);
    await app.go('code');
    app.say(({ t }) => t('code.tooMany'));
  }
}

/** Screen 2: one field for the six digits, typed or pasted. */
export function code(app: App): View {
  const { words, visit } = app;
  const { t, time } = words;
  const { codeSent } = visit;
  return {
    title: t('code.title'),
    content: () => (
      <>
        <p class="lead">{codeSent ? t('code.sent', { address: codeSent.sentTo }) : t('code.sentUnknown')}</p>
        {codeSent && <p>{t('code.ends', { time: time(codeSent.endsAt) })}</p>}
        <Form act={() => verify(app)}>
          <Place field="code">
            <TextField
              id="code"
              field="code"
              label={t('code.label')}
              value={visit.code}
              change={(typed) => app.change({ code: typed })}
              hint="code-hint"
              input={{ type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code', class: 'code' }}
            />
            <p id="code-hint" class="small">
              {t('code.hint')}
            </p>
          </Place>
          <Submit>{t('code.confirm')}</Submit>
        </Form>
        <Fold summary={t('code.other.title')}>
          <p>{t('code.other.spam')}</p>
          <p>
            <Button style="quiet" act={() => sendCode(app)}>
              {t('code.again')}
            </Button>
          </p>
          <p>{t('code.other.way')}</p>
        </Fold>
      </>
    ),
  };
}

const faults: Partial<Record<Refusal['code'], TextKey>> = {
  'wrong-code': 'code.wrong',
  locked: 'code.locked',
};

async function verify(app: App): Promise<void> {
  const wrong = (text: Message) => app.check([{ field: 'code', text }]);
  const digits = app.visit.code.replace(/\D/g, '');
  if (digits.length !== 6) return wrong(({ t }) => t('code.missing'));
  try {
    app.begin(await call('code.verify', { body: { code: digits } }));
    app.visit.code = '';
    await app.go(app.visit.session?.requestId ? 'ask' : 'permissions');
  } catch (error) {
    const fault = error instanceof Refusal ? faults[error.code] : undefined;
    if (fault === undefined) await app.fail(error);
    else wrong(({ t }) => t(fault));
  }
}
