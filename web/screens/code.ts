import { call, Refusal } from '../api.ts';
import type { App, View } from '../app.ts';
import { button, el, fold, form, paragraph, submitButton } from '../dom.ts';
import { place, typed } from '../fields.ts';

/** Has six digits sent and shows where to type them. */
export async function sendCode(app: App): Promise<void> {
  const { t } = app.words;
  const again = location.hash === '#code';
  try {
    app.visit.codeSent = await call('code.send', { body: {} });
    app.visit.typed.code = '';
    app.go('code');
    if (again) app.say(t('code.sentAgain', { address: app.visit.codeSent.sentTo }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'too-many-requests') return app.fail(error);
    app.go('code');
    app.say(t('code.tooMany'));
  }
}

/** Screen 2: one field for the six digits, typed or pasted. */
export function code(app: App): View {
  const { t, time } = app.words;
  const { codeSent, typed: input } = app.visit;
  const hint = el('p', { id: 'code-hint', class: 'small' }, t('code.hint'));
  const field = typed(
    'code',
    t('code.label'),
    {
      type: 'text',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      class: 'code',
      'aria-describedby': 'code-hint',
      'data-hint': 'code-hint',
    },
    input.code,
    (text) => {
      input.code = text;
    },
  );
  const confirm = submitButton(t('code.confirm'));
  return {
    title: t('code.title'),
    content: [
      paragraph(codeSent ? t('code.sent', { address: codeSent.sentTo }) : t('code.sentUnknown'), 'lead'),
      codeSent && paragraph(t('code.ends', { time: time(codeSent.endsAt) })),
      form([place('code', field, hint), confirm], confirm, () => verify(app)),
      fold(
        t('code.other.title'),
        paragraph(t('code.other.spam')),
        el(
          'p',
          {},
          button(t('code.again'), 'quiet', () => sendCode(app)),
        ),
        paragraph(t('code.other.way')),
      ),
    ],
  };
}

async function verify(app: App): Promise<void> {
  const { t } = app.words;
  const wrong = (text: string) => app.check([{ field: 'code', text }]);
  const digits = app.visit.typed.code.replace(/\D/g, '');
  if (digits.length !== 6) return wrong(t('code.missing'));
  try {
    app.begin(await call('code.verify', { body: { code: digits } }));
    app.visit.typed.code = '';
    app.go(app.visit.session?.requestId ? 'ask' : 'permissions');
  } catch (error) {
    if (error instanceof Refusal && error.code === 'wrong-code') return wrong(t('code.wrong'));
    if (error instanceof Refusal && error.code === 'locked') return wrong(t('code.locked'));
    await app.fail(error);
  }
}
