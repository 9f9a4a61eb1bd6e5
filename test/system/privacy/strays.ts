import type { OperationName } from '../../../lambdas/api/client.ts';
import type { Scenario } from '../../support/scenario/over-http.ts';
import { type Called, callAs } from '../../support/system/calls.ts';
import { fromPage, type IndividualSession } from '../../support/system/individual-session.ts';
import { overTheWire, type Received } from '../../support/system/wire.ts';
import { contact, mailbox, personal, record } from './planted.ts';

const { stray } = personal;

/** Calls that cannot succeed, with canaries wherever nobody asked for anything; and what came back. */
export async function strayCalls(
  { stage, path }: Scenario,
  individual: string,
  session: IndividualSession,
): Promise<Received[]> {
  const api = stage.system.api;
  const send = (name: OperationName, who: 'provider' | 'requester' | 'admin', called: Called) =>
    callAs(stage, who, name, { ...called, path: { ...path, individual, ...called.path } });
  const asPerson = { ...fromPage(api), cookie: session.cookie, 'x-csrf-token': session.csrf };
  const headers = {
    'user-agent': stray,
    'x-forwarded-for': stray,
    referer: `https://${stray}.example.org/`,
    [`x-${stray}`]: stray,
  };
  const enrolment = { reference: stray, contact, language: 'de' };
  const calls: Promise<Received>[] = [
    send('individual.create', 'provider', { body: { ...enrolment, [`${stray} ${stray}`]: stray } }),
    send('individual.create', 'provider', { body: { ...enrolment, language: stray } }),
    send('individual.create', 'provider', { body: `{"reference":"${stray}` }),
    send('individual.create', 'provider', { body: stray, headers: { 'content-type': `text/${stray}` } }),
    send('individual.create', 'provider', {
      body: { ...enrolment, contact: { email: stray } },
      headers: { ...headers, 'idempotency-key': `${stray} ${stray}` },
    }),
    send('individual.read', 'provider', { query: `${stray}=${stray}`, headers }),
    send('individual.read', 'provider', { path: { individual: stray } }),
    send('individual.read', 'provider', { headers: { ...headers, authorization: `Bearer ${stray}` } }),
    send('category.read', 'admin', { path: { category: stray } }),
    send('organisation.read', 'admin', { path: { organisation: stray } }),
    send('audit.list', 'admin', { query: `cursor=${stray}&type=${stray}` }),
    send('termination.set', 'admin', { body: { reason: stray } }),
    send('disclosure.create', 'requester', {
      body: { reference: stray, purpose: 'MedicalHealth', categories: [stray], fields: { [stray]: [stray] } },
    }),
    callAs(stage, undefined, 'page.file', { path: { file: stray } }),
    callAs(stage, undefined, 'session.open', {
      body: { token: stray },
      headers: { ...fromPage(api), cookie: `__Host-habeas=${stray}` },
    }),
    callAs(stage, undefined, 'link.renew', {
      body: { tenant: path.tenant, address: stray },
      headers: fromPage(api),
    }),
    callAs(stage, undefined, 'code.verify', { body: { code: stray }, headers: asPerson }),
    callAs(stage, undefined, 'my-data.read', { query: `cursor=${stray}`, headers: asPerson }),
    overTheWire(api, { method: 'GET', path: `/v1/${stray}?${stray}`, headers }),
    overTheWire(api, { method: 'OPTIONS', path: `/${stray}`, headers }),
  ];
  // The fault's pointer leads to the member, by the name that its sender gave it, as long as that is a plain one.
  await send('individual.create', 'provider', { body: { ...enrolment, [stray]: stray } });
  await send('record.batch', 'provider', {
    body: { records: [{ ...record, fields: { ...record.fields, [stray]: stray } }] },
  });
  // Somebody whom nobody knows asks for a link: that is answered as for anybody.
  await callAs(stage, undefined, 'link.renew', {
    body: { tenant: path.tenant, address: mailbox(stray) },
    headers: { ...fromPage(api), ...headers },
  });
  return Promise.all(calls);
}
