import '../../../support/in-process/two-shards.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { allOperations } from '../../../../lambdas/api/operations.ts';
import { exportThumbprint } from '../../../../lambdas/crypto/export-key.ts';
import { memberRow } from '../../../../lambdas/model/member-rows.ts';
import { laborSued } from '../../../../local/demo/praxis-nord.ts';
import { type Got, principalOf, refusal } from '../../../support/in-process/call.ts';
import { exportKeyPair } from '../../../support/in-process/export-key.ts';
import { anna, openScenario, type Scenario } from '../../../support/scenario/in-process.ts';

/** An act that one requests and another confirms. */
interface Act {
  request(as: string): Promise<Got>;
  confirm(as: string): Promise<Got>;
}

let scenario: Scenario;
let individual: string;
let held: string;
let leaving: string;
const bea = principalOf('bea');
const puppets = ['one', 'two'].map(principalOf);

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  scenario = await openScenario();
  individual = await scenario.enrol();
  held = await scenario.enrol();
  leaving = await scenario.enrol();
  const since = '2020-01-01T00:00:00.000Z';
  await scenario.change(memberRow.key(scenario.tenant, anna), {
    roles: ['admin', 'provider'],
    since,
    adminSince: since,
  });
  await scenario.longAdmin(scenario.tenant, 'bea');
  await set(anna, 'one');
  await set(puppets[0] ?? '', 'two');
  const hold = { reason: 'A court asks for it', authority: 'AG Flensburg 1 C 2/26', until };
  for (const got of [
    await scenario.call('hold.set', { as: anna, path: scenario.path, body: hold }),
    await scenario.call('individual-hold.set', {
      as: anna,
      path: { ...scenario.path, individual: held },
      body: hold,
    }),
  ])
    expect(got.status).toBe(200);
}, 60_000);

/** Makes somebody all that an act of two may need. */
const set = async (as: string, subject: string) => {
  const body = { principal: { subject }, roles: ['admin', 'provider'] };
  expect((await scenario.call('member.set', { as, path: scenario.path, body })).status).toBe(200);
};

const endsAt = '2030-01-31T23:00:00.000Z';
const until = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString();
const { key } = exportKeyPair();
let exported = '';
const organisation = () => ({ tenant: scenario.tenant, organisation: 'labor-sued' });
const renamed = { ...laborSued, legalName: 'Labor Süd SE' };
const contact = { email: 'somebody-else@example.org' };

/** Every act of two there is, by the operation that completes it. */
const acts: Readonly<Record<string, Act>> = {
  'termination.confirm': {
    request: (as) =>
      scenario.call('termination.set', { as, path: scenario.path, body: { reason: 'other', endsAt } }),
    confirm: (as) => scenario.call('termination.confirm', { as, path: scenario.path, body: { endsAt } }),
  },
  'organisation.confirm': {
    request: (as) => scenario.call('organisation.set', { as, path: organisation(), body: renamed }),
    confirm: (as) =>
      scenario.call('organisation.confirm', {
        as,
        path: organisation(),
        body: { legalName: renamed.legalName, address: renamed.contact.address },
      }),
  },
  'contact-change.confirm': {
    request: (as) => scenario.records('individual.update', { as, path: { individual }, body: { contact } }),
    confirm: (as) => scenario.records('contact-change.confirm', { as, path: { individual }, body: contact }),
  },
  'hold.release-confirm': {
    request: (as) => scenario.call('hold.release', { as, path: scenario.path }),
    confirm: (as) => scenario.call('hold.release-confirm', { as, path: scenario.path, body: { until } }),
  },
  'individual-hold.release-confirm': {
    request: (as) =>
      scenario.call('individual-hold.release', { as, path: { ...scenario.path, individual: held } }),
    confirm: (as) =>
      scenario.call('individual-hold.release-confirm', {
        as,
        path: { ...scenario.path, individual: held },
        body: { until },
      }),
  },
  'erasure.confirm': {
    request: async (as) => {
      const path = { individual: leaving };
      await scenario.records('erasure.undo', { as, path });
      const got = await scenario.records('erasure.request', { as, path, body: {} });
      return { ...got, body: { pendingConfirmation: got.body.state === 'requested' } };
    },
    confirm: (as) =>
      scenario.records('erasure.confirm', {
        as,
        path: { individual: leaving },
        body: { individualId: leaving },
      }),
  },
  // Everything is exported in the retrieval window alone: the other acts come first.
  'export.confirm': {
    request: async (as) => {
      const times = { endedAt: new Date().toISOString(), purgeAt: until };
      await scenario.setState('retrieval', times);
      const got = await scenario.call('export.ask', { as, path: scenario.path, body: { scope: 'all', key } });
      exported = String(got.body.id);
      return { ...got, body: { pendingConfirmation: got.body.state === 'asked' } };
    },
    confirm: (as) =>
      scenario.call('export.confirm', {
        as,
        path: { ...scenario.path, export: exported },
        body: { scope: 'all', thumbprint: exportThumbprint(key) },
      }),
  },
};

describe('an act of two', () => {
  it('is each that the table of operations has a confirmation for', () => {
    const confirmed = allOperations.filter(({ path }) => path.endsWith('/confirmation'));
    expect(Object.keys(acts).sort()).toEqual(confirmed.map(({ name }) => name).sort());
  });

  it.each(Object.entries(acts))(
    '%s is done by two persons, and by nobody together with members they made',
    async (_, act) => {
      const tried = async () => {
        const answers = [];
        for (const requester of [anna, ...puppets]) {
          expect((await act.request(requester)).body).toMatchObject({ pendingConfirmation: true });
          for (const confirmer of [anna, ...puppets]) answers.push(refusal(await act.confirm(confirmer)));
        }
        return new Set(answers);
      };
      expect(await tried()).toEqual(new Set(['403 separation-of-duties']));
      const member = puppets[1] ?? '';
      await scenario.call('member.remove', { as: anna, path: { ...scenario.path, member } });
      await set(anna, 'two');
      expect(await tried()).toEqual(new Set(['403 separation-of-duties']));
      await act.request(anna);
      expect((await act.confirm(bea)).status).toBe(200);
    },
  );
});
