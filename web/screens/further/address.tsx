import { useState } from 'preact/hooks';
import { type Answer, call, Refusal } from '../../api.ts';
import type { App, View } from '../../app.ts';
import { Place } from '../../form/faults.tsx';
import { AddressField, TextField } from '../../form/fields.tsx';
import { Form, Submit } from '../../form/form.tsx';
import { Fold } from '../../parts/facts.tsx';
import { focus } from '../../parts/focus.ts';
import { ScreenLink } from '../../parts/screen-link.tsx';
import type { TextKey, Words } from '../../text/texts.ts';
import { codeFaults } from '../code.tsx';
import { isAddress } from '../renew.tsx';

/** Another address for messages: it is named, gets a code, and holds once that is typed. */
export const address = (app: App): View => ({
  title: app.words.t('address.title'),
  content: () => <Steps app={app} words={app.words} />,
});

interface StepsProps {
  readonly app: App;
  readonly words: Words;
}

function Steps({ app, words: { t, moment } }: StepsProps) {
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [sent, setSent] = useState<Answer<'my-contact.change'>>();
  const [taken, setTaken] = useState<Answer<'my-contact.confirm'>>();
  const fault = (field: string, key: TextKey) => app.check([{ field, text: ({ t }) => t(key) }]);
  const told = (error: unknown, field: string, faults: Partial<Record<Refusal['code'], TextKey>>) => {
    const key = error instanceof Refusal ? faults[error.code] : undefined;
    return key === undefined ? app.fail(error) : fault(field, key);
  };
  const change = async () => {
    if (!isAddress(email)) return fault('address', 'renew.addressMissing');
    try {
      setSent(await call('my-contact.change', { body: { email: email.trim() } }));
      setCode('');
    } catch (error) {
      await told(error, 'address', { conflict: 'address.same' });
    }
  };
  const confirm = async () => {
    const digits = code.replace(/\D/g, '');
    if (digits.length !== 6) return fault('code', 'code.missing');
    try {
      setTaken(await call('my-contact.confirm', { body: { code: digits } }));
    } catch (error) {
      await told(error, 'code', codeFaults);
    }
  };
  if (taken)
    return (
      <>
        <p class="lead" tabIndex={-1} ref={focus}>
          {t('address.done', taken)}
        </p>
        <p>{t('address.quiet', { at: moment(taken.quietUntil) })}</p>
        <p>
          <ScreenLink to="data">{t('address.back')}</ScreenLink>
        </p>
      </>
    );
  const naming = (
    <Form act={change}>
      <AddressField label={t('address.new')} value={email} change={setEmail} />
      <Submit>{t('address.send')}</Submit>
    </Form>
  );
  return (
    <>
      <p class="lead">{t('address.lead')}</p>
      {sent ? (
        <>
          <Form act={confirm}>
            {/* The button that had the focus is in the fold. */}
            <p key={sent.endsAt} tabIndex={-1} ref={focus}>
              {t('code.sent', { address: sent.sentTo })}
            </p>
            <Place field="code">
              <TextField
                id="code"
                field="code"
                label={t('code.label')}
                value={code}
                change={setCode}
                input={{ type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code', class: 'code' }}
              />
            </Place>
            <Submit>{t('address.confirm')}</Submit>
          </Form>
          <Fold summary={t('code.other.title')}>{naming}</Fold>
        </>
      ) : (
        naming
      )}
      <p>
        <ScreenLink to="data">{t('address.back')}</ScreenLink>
      </p>
    </>
  );
}
