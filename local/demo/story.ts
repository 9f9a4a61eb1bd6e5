import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { ResultOf } from '../../lambdas/api/client.ts';
import { root } from '../process/instance.ts';
import {
  ask,
  copyOfOwnData,
  decideOnPage,
  seeTheExport,
  seeTheLog,
  withdrawOnPage,
} from './chapters/deciding.ts';
import { endContract, readEvidence, watchPurge } from './chapters/ending.ts';
import { eraseOnPage, type Keepsake, watchErasure } from './chapters/erasing.ts';
import { purgeWaits, releaseHold, setHold } from './chapters/holding.ts';
import { enrol, openTenant, type Practice, setUp } from './chapters/practice.ts';
import { lookIntoTables, verifyOffline } from './chapters/proof.ts';
import { readRefused, readReleased } from './chapters/reading.ts';
import { exportEverything } from './chapters/retrieving.ts';
import { ageSecondAdmin } from './chapters/two-admins.ts';
import { type Person, people } from './people.ts';
import { laborSued, praxisNord } from './praxis-nord.ts';
import { OffScript, type Stage } from './stage.ts';
import type { Visit } from './visit.ts';

/** One part of the story: its title, and what happens. Throws `OffScript` when something else happens. */
export interface Chapter {
  readonly title: string;
  play(): Promise<void>;
}

/** Where the story keeps what can be looked at afterwards. */
const files = join(root, '.habeas', 'demo');
/** The field that the individual does not consent to. */
const without = 'note';

/**
 * The whole story on a running system, in order: later chapters use what earlier ones have found.
 * @param browser a real browser, in which the individual decides on the page.
 */
export function story(stage: Stage, browser: Browser): readonly Chapter[] {
  let practice: Practice;
  const enrolled: { readonly id: string; readonly person: Person }[] = [];
  let link = '';
  let visit: Visit;
  let release: ResultOf<'disclosure.create'>;
  let receipt: ResultOf<'consent.receipt'>;
  let keepsake: Keepsake;
  let erasure: ResultOf<'attestation.read'>;
  let attestation: ResultOf<'attestation.read'>;
  const erika = () => nth(0);
  const jonas = () => nth(1);
  const nth = (place: number) => {
    const one = enrolled[place];
    if (!one) throw new OffScript('nobody is enrolled');
    return one;
  };

  return [
    {
      title: `The operator creates the tenant ${praxisNord.name}`,
      play: async () => {
        const tenant = await openTenant(stage);
        practice = await setUp(stage, tenant);
        await ageSecondAdmin(stage, tenant);
      },
    },
    {
      title: 'The provider stores three individuals and their laboratory results',
      play: async () => {
        for (const name of people) enrolled.push(await enrol(stage, practice, name));
        stage.say('every value is sealed under a key of that individual');
      },
    },
    {
      title: `${laborSued.legalName} reads without permission: refused, and nothing leaks`,
      play: () => readRefused(stage, practice, erika().id, erika().person, true),
    },
    {
      title: `${laborSued.legalName} asks, and the mail arrives`,
      play: async () => {
        ({ link } = await ask(stage, practice, erika().id, erika().person));
      },
    },
    {
      title: 'Erika Brandt decides on the page, in a real browser',
      play: async () => {
        visit = await decideOnPage(stage, browser, link, erika().person, without);
      },
    },
    {
      title: `${laborSued.legalName} reads: exactly the fields she left in`,
      play: async () => {
        release = await readReleased(stage, practice, erika().id);
        const { records, withheld } = release;
        const results = erika().person.records.filter(({ category }) => category === 'health.lab');
        if (records.length !== results.length) throw new OffScript(`${records.length} records came`);
        if (records.some(({ fields }) => without in fields)) throw new OffScript(`“${without}” was released`);
        if (!withheld.some(({ fields, reason }) => fields.includes(without) && reason === 'not-in-consent'))
          throw new OffScript('the answer does not name what was withheld');
        const signed = await stage.does('requester', 'disclosure.receipt', {
          path: { tenant: practice.tenant, disclosure: release.id },
        });
        if (!JSON.stringify(signed.record.withheld).includes(without))
          throw new OffScript('the receipt does not name what was withheld');
        stage.say('its signed receipt names what was withheld, and why');
      },
    },
    {
      title: 'She sees that read in her log',
      play: () => seeTheLog(stage, visit, laborSued.legalName),
    },
    {
      title: 'She withdraws, and the very next read is refused',
      play: async () => {
        await withdrawOnPage(stage, visit);
        await readRefused(stage, practice, erika().id, erika().person, false);
      },
    },
    {
      title: 'Jonas Petersen has his data erased, on the page',
      play: async () => {
        keepsake = await eraseOnPage(stage, browser, practice, jonas());
      },
    },
    {
      title: 'His 72 hours pass: everything of him is removed, and attested at the address that he has',
      play: async () => {
        erasure = await watchErasure(stage, practice, jonas().id, keepsake);
      },
    },
    {
      title: 'The operator ends the contract: nothing is written or disclosed any more',
      play: () => endContract(stage, practice, erika().id),
    },
    {
      title: 'A court asks, and one admin sets a legal hold: the purge will wait',
      play: () => setHold(stage, practice),
    },
    {
      title: 'Two admins export everything to a key of their own; habeas export checks and decrypts it',
      play: () =>
        exportEverything(
          stage,
          practice,
          files,
          enrolled.filter(({ id }) => id !== jonas().id),
        ),
    },
    {
      title: 'Erika Brandt sees in her log that this export holds her data',
      play: () => seeTheExport(stage, visit),
    },
    {
      title: 'In the retrieval window she still sees and copies her data, and the record can be read',
      play: async () => {
        await copyOfOwnData(stage, visit, erika().person);
        await visit.close();
        receipt = await readEvidence(stage, practice, release.consentId);
      },
    },
    {
      title: `The window of ${stage.system.retentionWindow} passes, and the purge waits for the hold`,
      play: () => purgeWaits(stage, practice),
    },
    {
      title: 'Two admins release the hold',
      play: () => releaseHold(stage, practice),
    },
    {
      title: 'The purge shreds, sweeps, verifies, attests',
      play: async () => {
        attestation = await watchPurge(stage, practice);
      },
    },
    {
      title: 'All three tables hold nothing of the tenant but what accounts for it',
      play: () =>
        lookIntoTables(
          stage,
          practice.tenant,
          enrolled.map(({ person }) => person),
        ),
    },
    {
      title: 'habeas verify checks receipt and attestation offline; one changed byte, and they fail',
      play: () => verifyOffline(stage, files, { receipt, erasure, attestation }),
    },
  ];
}
