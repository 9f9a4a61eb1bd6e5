/*
 * A practice on the in-process local AWS with individuals, records and requests, written straight into the tables, so
 * that these tests need no other function; and the page's and the notifier's side of it.
 */

import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { category } from '../../lambdas/domain/catalogue/category.ts';
import { notice } from '../../lambdas/domain/catalogue/notice.ts';
import { organisation } from '../../lambdas/domain/catalogue/organisation.ts';
import type { RecordContent } from '../../lambdas/domain/records/record.ts';
import type { RequestTerms } from '../../lambdas/domain/requests/admission.ts';
import type { TenantState } from '../../lambdas/domain/tenants/tenancy.ts';
import type { Language } from '../../lambdas/domain/values.ts';
import { entryList, entryRow } from '../../lambdas/model/audit-rows.ts';
import {
  categoryRow,
  noticeRow,
  noticeVersionRow,
  organisationRow,
} from '../../lambdas/model/catalogue-rows.ts';
import { auditReferenceRow, dataKeyRow, shardSecretRow, tenantKeyRow } from '../../lambdas/model/key-rows.ts';
import type { MailKind } from '../../lambdas/model/outbox-rows.ts';
import { addressRow, individualContact, individualRow } from '../../lambdas/model/people-rows.ts';
import { recordContent, recordRow } from '../../lambdas/model/record-rows.ts';
import { type RequestContent, requestContent, requestRow } from '../../lambdas/model/request-rows.ts';
import { type IndividualUse, placeInList } from '../../lambdas/model/row.ts';
import { tenantList, tenantRow } from '../../lambdas/model/tenant-rows.ts';
import * as demo from '../../local/demo/praxis-nord.ts';
import { type Mail, readInbox } from '../../local/pages/inbox.ts';
import { callsOf, type Got, type Sent } from './in-process/call.ts';
import { account, openAccount } from './in-process/local-aws.ts';

const origin = 'http://localhost:4180';

async function load() {
  const { handler: individuals } = await import('../../lambdas/functions/individuals.ts');
  const { handler: rights } = await import('../../lambdas/functions/rights.ts');
  return {
    call: callsOf({ individuals, rights }),
    notify: (await import('../../lambdas/functions/notifier.ts')).handler,
    ...(await import('../../lambdas/platform/runtime/clock.ts')),
    ...(await import('../../lambdas/platform/dynamodb/reads.ts')),
    ...(await import('../../lambdas/platform/runtime/random.ts')),
    ...(await import('../../lambdas/stores/keys/read-keys.ts')),
    ...(await import('../../lambdas/stores/keys/new-data-key.ts')),
    ...(await import('../../lambdas/stores/keys/sealer.ts')),
    ...(await import('../../lambdas/stores/keys/open-tenant.ts')),
    ...(await import('../../lambdas/stores/requests/re-request-blocks.ts')),
    ...(await import('../../lambdas/stores/keys/open-index.ts')),
    ...(await import('../../lambdas/stores/mail/due-mail.ts')),
    ...(await import('../../lambdas/stores/sessions/secret-hashes.ts')),
    ...(await import('../../lambdas/stores/keys/short-code.ts')),
    ...(await import('../../lambdas/platform/dynamodb/transaction.ts')),
  };
}
type Loaded = Awaited<ReturnType<typeof load>>;
type Name = Parameters<Loaded['call']>[0];

/** The tenant of a test, with the parts of its key material that fixtures seal with. */
export interface Practice {
  readonly tenant: string;
  readonly kmsKey: string;
  readonly shardSecrets: Readonly<Record<string, Uint8Array>>;
  readonly notice: RequestContent['notice'];
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly seal: Readonly<Record<IndividualUse, ReturnType<Loaded['sealer']>>>;
  readonly auditRef: string;
}

const hexDigits = [...'0123456789abcdef'];
let people = 0;

/** Opens an account on the local AWS with what a notifier needs. */
export async function openWorld() {
  const endpoint = await openAccount();
  process.env.POWERTOOLS_METRICS_DISABLED = 'true';
  const ses = new SESv2Client();
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'habeas@example.org' }));
  await ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: 'mail' }));
  const lambdas = await load();
  return new World(lambdas, endpoint);
}

export class World {
  readonly lambdas: Loaded;
  readonly endpoint: string;
  readonly #sqs = new SQSClient();

  constructor(lambdas: Loaded, endpoint: string) {
    this.lambdas = lambdas;
    this.endpoint = endpoint;
  }

  async practice(): Promise<Practice> {
    const { newId, newBytes, newReference, newDataKey, transact, contentHash } = this.lambdas;
    const tenant = newId('tnt');
    const { KeyMetadata } = await new KMSClient().send(new CreateKeyCommand({}));
    const kmsKey = KeyMetadata?.Arn ?? '';
    const shardSecrets = Object.fromEntries([...hexDigits, 't'].map((shard) => [shard, newBytes(32)]));
    const content = notice.parse(demo.notice);
    const since = '2026-11-01T00:00:00.000Z';
    const published = { id: newId('ntc'), version: 1, hash: contentHash(content), at: since };
    const wrapped = async (use: 'tenant' | 'index') => ({
      wrapped: (await newDataKey(kmsKey, { tenant, individual: 't' }, use)).wrapped,
    });
    await transact([
      tenantRow.put([tenant], {
        id: tenant,
        ...demo.praxisNord,
        createdAt: since,
        version: 2,
        state: 'open',
        epoch: 1,
        kmsKey,
        cursorSecret: newBytes(32),
        listPk: tenantList,
        listSk: placeInList(since, tenant),
      }),
      organisationRow.put([tenant, 'labor-sued'], {
        id: 'labor-sued',
        since,
        version: 1,
        content: organisation.parse(demo.laborSued),
      }),
      ...Object.entries(demo.categories).map(([id, one]) =>
        categoryRow.put([tenant, id], { id, since, version: 1, content: category.parse(one) }),
      ),
      noticeRow.put([tenant, published.id], published),
      noticeVersionRow.put([tenant, published.id, 1], { ...published, content }),
      ...Object.entries(shardSecrets).map(([shard, secret]) =>
        shardSecretRow.put([tenant, shard], { secret }),
      ),
      auditReferenceRow.put([tenant], { ref: newReference() }),
      tenantKeyRow.put([tenant, 'tenant'], await wrapped('tenant')),
      tenantKeyRow.put([tenant, 'index'], await wrapped('index')),
    ]);
    return { tenant, kmsKey, shardSecrets, notice: published };
  }

  /** Moves the contract to another state, as the operations and workflows do. */
  async setState(
    { tenant }: Practice,
    state: TenantState,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    await this.lambdas.transact([{ table: 'vault', update: tenantRow.key(tenant), set: { state, ...more } }]);
  }

  async person(
    { tenant, kmsKey, shardSecrets }: Practice,
    {
      language = 'de',
      email = `person-${++people}@example.org`,
    }: { language?: Language; email?: string } = {},
  ): Promise<Person> {
    const { newId, newReference, newDataKey, sealer, transact, read, tenantKeys, lookUp, now } = this.lambdas;
    const id = newId('ind');
    const shardSecret = shardSecrets[id.charAt(4)] ?? new Uint8Array();
    const owner = { tenant, individual: id };
    const keys = await Promise.all(
      (['record', 'contact', 'case'] as const).map(
        async (use) => [use, await newDataKey(kmsKey, owner, use)] as const,
      ),
    );
    const seal = Object.fromEntries(
      keys.map(([use, { plain }]) => [use, sealer(owner, use, plain, shardSecret)]),
    ) as Person['seal'];
    const index = tenantKeys.from(tenant, 'index', await read(tenantKeys.rows(tenant, 'index')));
    if (!index) throw new Error('no index key');
    const hashes = await lookUp(kmsKey, index);
    const auditRef = newReference();
    const reference = newId('mal');
    const addressHash = hashes.address(email);
    await transact([
      individualRow.put([tenant, id], {
        id,
        state: 'active',
        gate: 1,
        version: 1,
        requestRevision: 0,
        createdAt: now(),
        language,
        contactVersion: 1,
        contactSetAt: '2026-11-01T00:00:00.000Z',
        contactSetBy: 'tenant',
        contactOwned: false,
        referenceHash: hashes.reference(reference),
        addressHash,
        sealed: individualContact.seal(seal.contact, { id, version: 1 }, { reference, email }),
      }),
      addressRow.put([tenant, addressHash, id], { individual: id }),
      auditReferenceRow.put([tenant, id], { ref: auditRef }),
      ...keys.map(([use, { wrapped }]) => dataKeyRow.put([tenant, id, use], { wrapped })),
    ]);
    return { id, email, seal, auditRef };
  }

  async store({ tenant }: Practice, person: Person, ...contents: readonly RecordContent[]): Promise<void> {
    const { newIdBelow, shortCodeOf, transact } = this.lambdas;
    await transact(
      contents.map((content) => {
        const id = newIdBelow('rec', person.id);
        const sealed = recordContent.seal(person.seal.record, { id, version: 1 }, content);
        const place = [tenant, person.id, shortCodeOf(person.id, content.category), id] as const;
        return recordRow.put([...place], { id, version: 1, sealed });
      }),
    );
  }

  /** An ask of Labor Süd with its mail due. */
  async ask(
    practice: Practice,
    person: Person,
    over: Partial<RequestTerms> & { readonly lapsesAt?: string; readonly mail?: MailKind } = {},
  ): Promise<string> {
    const { newIdBelow, transact, dueMail, now, after } = this.lambdas;
    const { lapsesAt, mail: kind = 'request', ...content } = over;
    const at = now();
    const id = newIdBelow('crq', person.id);
    const sealed: RequestContent = {
      items: [
        { category: 'contact', fields: ['name', 'phone'] },
        { category: 'health.lab', fields: ['test', 'value', 'unit', 'note'] },
      ],
      reads: 'unlimited',
      until: after(at, 90 * 24 * 3600),
      recipients: ['labor-sued'],
      purpose: 'MedicalHealth',
      notice: practice.notice,
      ...content,
    };
    const mail = dueMail({ kind, tenant: practice.tenant, individual: person.id, request: id }, at);
    await transact([
      requestRow.put([practice.tenant, person.id, id], {
        id,
        individual: person.id,
        organisation: 'labor-sued',
        requester: 'a'.repeat(64),
        state: 'pending',
        createdAt: at,
        lapsesAt: lapsesAt ?? after(at, 14 * 24 * 3600),
        version: 1,
        sealed: requestContent.seal(person.seal.case, { id, version: 1 }, sealed),
      }),
      mail.write,
    ]);
    await mail.announce();
    return id;
  }

  /** Feeds the mail queue to the notifier until it is empty; what failed is not tried again. */
  async deliver(): Promise<number> {
    const QueueUrl = process.env.MAIL_QUEUE;
    let failed = 0;
    for (;;) {
      const { Messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return failed;
      const Records = Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
      const answer = await this.lambdas.notify({ Records } as unknown as SQSEvent);
      failed += answer?.batchItemFailures.length ?? 0;
      for (const { ReceiptHandle } of Messages)
        await this.#sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }

  /** Mails to an address, newest first. */
  async mails(to: string): Promise<Mail[]> {
    const all = await readInbox(this.endpoint, account);
    return all.filter((mail) => mail.to.includes(to));
  }

  /** The token in the newest mail with a link. */
  async token(to: string): Promise<string> {
    await this.deliver();
    const mail = (await this.mails(to)).find(({ text }) => text.includes('/#tnt_'));
    return /\/#(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  }

  /** A session from a token. */
  async open(token: string): Promise<Page> {
    const got = await this.lambdas.call('session.open', { body: { token }, headers: fromPage });
    if (got.status !== 201) throw new Error(`session.open: ${got.status}`);
    return new Page(this, got);
  }

  /** A session of an individual who has been asked, confirmed with the code from the mail. */
  async confirmed(person: Person): Promise<Page> {
    const page = await this.open(await this.token(person.email));
    await page.confirm(person.email);
    return page;
  }

  /** Audit entries about an individual, by type. */
  async entries({ tenant }: Practice, person: Person, type: string) {
    const { queryAll, read } = this.lambdas;
    const rows = await queryAll({ table: 'evidence', index: 'listing', pk: entryList(tenant) });
    const entries = await Promise.all(
      rows.map(async ({ pk, sk }) => (await read([{ table: 'evidence', key: { pk, sk } }]))[0]),
    );
    return entries
      .flatMap((row) => (row ? [entryRow.from(row).body] : []))
      .filter((body) => body.type === type && body.individualRef === person.auditRef);
  }

  /** The row of an individual, of a request and so on. */
  async row(key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
    const [row] = await this.lambdas.read([{ table: 'vault', key }]);
    return row;
  }
}

export const fromPage = { origin, 'sec-fetch-site': 'same-origin' };

/** The page of one individual: cookie, CSRF token and origin go along as a browser sends them. */
export class Page {
  readonly #world: World;
  readonly cookie: string;
  readonly csrf: string;
  readonly opened: Got;

  constructor(world: World, opened: Got) {
    this.#world = world;
    this.opened = opened;
    this.cookie = String(opened.headers['Set-Cookie']).split(';')[0] ?? '';
    this.csrf = String(opened.body.csrf);
  }

  call(name: Name, sent: Sent = {}): Promise<Got> {
    const headers = { ...fromPage, cookie: this.cookie, 'x-csrf-token': this.csrf, ...sent.headers };
    return this.#world.lambdas.call(name, { ...sent, headers });
  }

  async code(to: string): Promise<string> {
    await this.call('code.send', { body: {} });
    await this.#world.deliver();
    const [mail] = await this.#world.mails(to);
    return /^(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
  }

  async confirm(to: string): Promise<void> {
    const got = await this.call('code.verify', { body: { code: await this.code(to) } });
    if (got.status !== 200) throw new Error(`code.verify: ${got.status}`);
  }

  /** The body of a grant of all that is shown, or less. */
  async grant(
    request: string,
    over: Readonly<Record<string, unknown>> = {},
  ): Promise<Record<string, unknown>> {
    const { body } = await this.call('request.show', { path: { request }, query: { language: 'de' } });
    const { shown, shownHash } = body as {
      shown: {
        until: string;
        reads: unknown;
        items: { category: string; sensitivity: string; fields: { code: string }[] }[];
      };
      shownHash: string;
    };
    return {
      choice: 'grant',
      items: shown.items.map(({ category, sensitivity, fields }) => ({
        category,
        fields: fields.map(({ code }) => code),
        ...(sensitivity === 'special' && { explicit: true }),
      })),
      until: shown.until,
      reads: shown.reads,
      shownHash,
      language: 'de',
      ...over,
    };
  }
}
