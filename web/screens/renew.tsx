import { call } from '../api.ts';
import type { App, View } from '../app.ts';
import { AddressField } from '../form/fields.tsx';
import { Form, Submit } from '../form/form.tsx';
import { Button } from '../parts/button.tsx';
import type { Words } from '../text/texts.ts';

/** Screen 13, second half: why the link or session no longer works, and the way to a new one. */
export function renew(app: App): View {
  const { words, visit } = app;
  const { t } = words;
  const { linkTrouble, linkSent } = visit;
  if (linkSent)
    return {
      title: t('renew.sent.title'),
      content: () => (
        <>
          <p class="lead">{t('renew.sent.lead')}</p>
          <p>{t('renew.sent.wait')}</p>
        </>
      ),
    };
  return {
    title: t(`renew.${linkTrouble}.title`),
    content: () => (
      <>
        <p class="lead">{t(`renew.${linkTrouble}.lead`)}</p>
        <WayOn app={app} words={words} />
      </>
    ),
  };
}

/**
 * A link whose session has ended still works. With a link that does not, one press sends another; with the tenant alone
 * the address is needed too.
 */
function WayOn({ app, words: { t } }: { readonly app: App; readonly words: Words }) {
  const { token, tenant, address, linkTrouble } = app.visit;
  if (linkTrouble === 'expired') return <SignInAgain app={app} words={app.words} />;
  if (token === undefined && tenant === undefined) return <p>{t('renew.none.lost')}</p>;
  const send = (
    <div class="steps">
      <Submit>{t('renew.send')}</Submit>
    </div>
  );
  if (token !== undefined) return <Form act={() => sendLink(app, { token })}>{send}</Form>;
  return (
    <Form act={() => sendLinkTo(app, tenant ?? '')}>
      {linkTrouble === 'none' && <p>{t('renew.none.new')}</p>}
      <AddressField
        label={t('renew.address')}
        value={address}
        change={(typed) => app.change({ address: typed })}
      />
      {send}
    </Form>
  );
}

function SignInAgain({ app, words: { t } }: { readonly app: App; readonly words: Words }) {
  if (app.visit.token === undefined) return <p>{t('renew.expired.open')}</p>;
  return (
    <div class="steps">
      <Button style="primary" act={() => app.reopen().catch((error) => app.fail(error))}>
        {t('renew.expired.again')}
      </Button>
    </div>
  );
}

/** Whether a text has the looks of an e-mail address. */
export const isAddress = (text: string) => /^\S+@\S+\.\S+$/.test(text.trim());

function sendLinkTo(app: App, tenant: string): unknown {
  const address = app.visit.address.trim();
  return isAddress(address)
    ? sendLink(app, { tenant, address })
    : app.check([{ field: 'address', text: ({ t }) => t('renew.addressMissing') }]);
}

async function sendLink(app: App, body: { token: string } | { tenant: string; address: string }) {
  try {
    await call('link.renew', { body });
    app.visit.linkSent = true;
    await app.go('renew');
  } catch (error) {
    await app.fail(error);
  }
}
