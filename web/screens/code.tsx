import { call, Refusal } from '../api.ts';
import type { App, Message, View, Visit } from '../app.ts';
import { Place } from '../form/faults.tsx';
import { TextField } from '../form/fields.tsx';
import { Form, Submit } from '../form/form.tsx';
import { Button } from '../parts/button.tsx';
import { Fold } from '../parts/facts.tsx';
import type { TextKey, Words } from '../text/texts.ts';

/** Has six digits sent and shows where to type them. What that screen says of a mail is what came of it. */
export async function sendCode(app: App): Promise<void> {
  const { visit } = app;
  const isRepeat = location.hash === '#code';
  try {
    const sent = await call('code.send', { body: {} });
    Object.assign(visit, { codeSent: sent, codeAgainAt: undefined, codeLocked: false, code: '' });
    await app.go('code');
    if (isRepeat) app.say(({ t }) => t('code.sentAgain', { address: sent.sentTo }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'too-many-requests') return app.fail(error);
    visit.codeAgainAt = error.again ?? new Date(Date.now() + 3_600_000);
    await app.go('code');
  }
}

/** Whether a code was sent, and until when it is valid; or that none was. */
function CodeNews({ words: { t, time }, visit }: { readonly words: Words; readonly visit: Visit }) {
  const { codeSent, codeAgainAt } = visit;
  if (codeAgainAt) return <p class="hint">{t('code.tooMany', { time: time(codeAgainAt) })}</p>;
  if (!codeSent) return <p class="lead">{t('code.sentUnknown')}</p>;
  return (
    <>
      <p class="lead">{t('code.sent', { address: codeSent.sentTo })}</p>
      <p>{t('code.ends', { time: time(codeSent.endsAt) })}</p>
    </>
  );
}

/** Screen 2: one field for the six digits, typed or pasted. */
export function code(app: App): View {
  const { words, visit } = app;
  const { t } = words;
  const again = (style: 'primary' | 'quiet') => (
    <p>
      <Button style={style} act={() => sendCode(app)}>
        {t('code.again')}
      </Button>
    </p>
  );
  return {
    title: t('code.title'),
    content: () => (
      <>
        <CodeNews words={words} visit={visit} />
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
          {!visit.codeLocked && <Submit>{t('code.confirm')}</Submit>}
        </Form>
        {visit.codeLocked && again('primary')}
        <Fold summary={t('code.other.title')}>
          <p>{t('code.other.spam')}</p>
          {!visit.codeLocked && again('quiet')}
          <p>{t('code.other.way')}</p>
        </Fold>
      </>
    ),
  };
}

/** What is wrong with digits that were refused. */
export const codeFaults: Partial<Record<Refusal['code'], TextKey>> = {
  'wrong-code': 'code.wrong',
  locked: 'code.locked',
  'link-expired': 'code.linkLocked',
};

async function verify(app: App): Promise<void> {
  const { visit } = app;
  const wrong = (text: Message) => app.check([{ field: 'code', text }]);
  const digits = visit.code.replace(/\D/g, '');
  if (digits.length !== 6) return wrong(({ t }) => t('code.missing'));
  try {
    app.begin(await call('code.verify', { body: { code: digits } }));
    visit.code = '';
    await app.go(visit.session?.requestId ? 'ask' : 'permissions');
  } catch (error) {
    const code = error instanceof Refusal ? error.code : 'internal';
    const fault = codeFaults[code];
    if (fault === undefined) return app.fail(error);
    visit.codeLocked = code === 'locked';
    wrong(({ t }) => t(fault));
  }
}
