import { call } from '../api.ts';
import type { App, View } from '../app.ts';
import { type Child, el, form, paragraph, submitButton } from '../dom.ts';
import { place, typed } from '../fields.ts';

/** Screen 13, second half: why the link or session no longer works, and the way to a new one. */
export function renew(app: App): View {
  const { t } = app.words;
  const { linkTrouble, linkSent } = app.visit;
  if (linkSent)
    return {
      title: t('renew.sent.title'),
      content: [paragraph(t('renew.sent.lead'), 'lead'), paragraph(t('renew.sent.wait'))],
    };
  return {
    title: t(`renew.${linkTrouble}.title`),
    content: [paragraph(t(`renew.${linkTrouble}.lead`), 'lead'), wayOn(app)],
  };
}

/** With the link at hand one press is enough; with the tenant alone the address is needed too. */
function wayOn(app: App): Child {
  const { t } = app.words;
  const { token, tenant, typed: input } = app.visit;
  if (token === undefined && tenant === undefined) return paragraph(t('renew.none.lost'));
  const send = submitButton(t('renew.send'));
  const act = async (body: { token: string } | { tenant: string; address: string }) => {
    try {
      await call('link.renew', { body });
      app.visit.linkSent = true;
      app.go('renew');
    } catch (error) {
      await app.fail(error);
    }
  };
  if (token !== undefined) return form([el('div', { class: 'steps' }, send)], send, () => act({ token }));
  const field = typed(
    'address',
    t('renew.address'),
    { type: 'email', autocomplete: 'email' },
    input.address,
    (text) => {
      input.address = text.trim();
    },
  );
  const fields = [
    paragraph(t('renew.none.new')),
    place('address', field),
    el('div', { class: 'steps' }, send),
  ];
  return form(fields, send, () =>
    /^\S+@\S+\.\S+$/.test(input.address)
      ? act({ tenant: tenant ?? '', address: input.address })
      : app.check([{ field: 'address', text: t('renew.addressMissing') }]),
  );
}
