/*
 * The individual's and the notifier's side of a scenario in this process: mails that are due are sent by the real
 * notifier, and their links lead to the page.
 *
 *   const scenario = await openMailedScenario();
 *   const person = await scenario.individual();
 *   const request = await scenario.request(person.id);
 *   const page = await scenario.confirmed(person);
 *   await page.call('request.decide', { path: { request }, body: await page.grant(request) });
 */

import process from 'node:process';
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { Language } from '../../../lambdas/domain/values.ts';
import { type Mail, readInbox } from '../../../local/pages/inbox.ts';
import { hasLink, mailedLink } from '../../../local/pages/mailed-link.ts';
import { actingAs } from '../in-process/acting.ts';
import type { Got, Sent } from '../in-process/call.ts';
import { account } from '../in-process/local-aws.ts';
import { grantOf, type Shown } from './bodies.ts';
import { openScenario, type Scenario } from './in-process.ts';

/** An individual, and where their mails go. */
export interface Individual {
  readonly id: string;
  readonly email: string;
}

export type MailedScenario = Scenario & Mailbox & { individual(over?: Partial<Known>): Promise<Individual> };

interface Known {
  readonly language: Language;
  readonly email: string;
}

let people = 0;

/** Opens a scenario on the local AWS with what a notifier needs. */
export async function openMailedScenario(): Promise<MailedScenario> {
  const scenario = await openScenario();
  const ses = new SESv2Client();
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'habeas@example.org' }));
  await ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: 'mail' }));
  return {
    ...scenario,
    ...(await mailbox(scenario.individuals)),

    /** Enrols somebody, with an address that nobody else has. */
    async individual({ language = 'de', email = `reader-${++people}@example.org` } = {}) {
      return { id: await scenario.enrol({ language, contact: { email } }), email };
    },
  };
}

type Notifier = typeof import('../../../lambdas/functions/notifier.ts').handler;
type Mailbox = Awaited<ReturnType<typeof mailbox>>;

export async function mailbox(call: Scenario['individuals'], notifier?: Notifier) {
  const notify = notifier ?? (await import('../../../lambdas/functions/notifier.ts')).handler;
  const sqs = new SQSClient();

  /** Feeds requests for fresh links, then due mails to the notifier; what failed is not tried again. */
  const deliver = async (): Promise<number> =>
    (await empty(process.env.RENEWAL_QUEUE)) + (await empty(process.env.MAIL_QUEUE));

  const empty = async (QueueUrl: string | undefined): Promise<number> => {
    let failed = 0;
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return failed;
      const Records = Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
      const answer = await actingAs('notifier', () => notify({ Records } as unknown as SQSEvent));
      failed += answer?.batchItemFailures.length ?? 0;
      const Entries = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };

  /** Mails to an address, newest first. */
  const mails = async (to: string): Promise<Mail[]> => {
    const all = await readInbox(process.env.AWS_ENDPOINT_URL ?? '', account, to);
    return all.filter((mail) => mail.to.includes(to));
  };

  /** The token in the newest mail with a link. */
  const token = async (to: string): Promise<string> => {
    await deliver();
    const mail = (await mails(to)).find(hasLink);
    return mailedLink.exec(mail?.text ?? '')?.[1] ?? '';
  };

  /** A session from a token. */
  const open = async (from: string): Promise<Page> => {
    const got = await call('session.open', { body: { token: from }, headers: fromPage });
    if (got.status !== 201) throw new Error(`session.open: ${got.status}`);
    return new Page(call, got, from, async (to) => {
      await deliver();
      const [mail] = await mails(to);
      return /^(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
    });
  };

  /** A session of an individual who has a link, confirmed with the code from the mail. */
  const confirmed = async (person: Individual): Promise<Page> => {
    const page = await open(await token(person.email));
    await page.confirm(person.email);
    return page;
  };

  return { notify, deliver, mails, token, open, confirmed };
}

export const fromPage = { origin: 'http://localhost:4180', 'sec-fetch-site': 'same-origin' };

/** The page of one individual: cookie, CSRF token and origin go along as a browser sends them. */
export class Page {
  readonly #call: Scenario['individuals'];
  readonly #mailedCode: (to: string) => Promise<string>;
  /** Of the link it was opened by. */
  readonly token: string;
  readonly cookie: string;
  readonly csrf: string;
  readonly opened: Got;

  constructor(
    call: Scenario['individuals'],
    opened: Got,
    token: string,
    mailedCode: (to: string) => Promise<string>,
  ) {
    this.#call = call;
    this.token = token;
    this.#mailedCode = mailedCode;
    this.opened = opened;
    this.cookie = String(opened.headers['Set-Cookie']).split(';')[0] ?? '';
    this.csrf = String(opened.body.csrf);
  }

  call(name: Parameters<Scenario['individuals']>[0], sent: Sent = {}): Promise<Got> {
    const headers = { ...fromPage, cookie: this.cookie, 'x-csrf-token': this.csrf, ...sent.headers };
    return this.#call(name, { ...sent, headers });
  }

  /** The code that is mailed for this session. */
  async code(to: string): Promise<string> {
    await this.call('code.send', { body: {} });
    return this.#mailedCode(to);
  }

  async confirm(to: string): Promise<void> {
    const got = await this.call('code.verify', { body: { code: await this.code(to) } });
    if (got.status !== 200) throw new Error(`code.verify: ${got.status}`);
  }

  /** The decision to grant all that is shown, or less. */
  async grant(
    request: string,
    over: Readonly<Record<string, unknown>> = {},
  ): Promise<Record<string, unknown>> {
    const { body } = await this.call('request.show', { path: { request }, query: { language: 'de' } });
    return { ...grantOf(body as unknown as Shown), ...over };
  }
}
