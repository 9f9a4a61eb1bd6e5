import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  call,
  type InputOf,
  type OperationName,
  type Reply,
  type ResultOf,
} from '../../lambdas/api/client.ts';
import { type Account, accountAt, lambda } from '../emulator/account.ts';
import type { LocalSystem } from '../emulator/description.ts';
import type { PrincipalName } from '../emulator/outputs.ts';
import { bearerToken } from '../emulator/tokens.ts';
import { type Mail, readInbox } from '../pages/inbox.ts';
import { mailedLink } from '../pages/mailed-link.ts';

/** A call was not answered as the story says; the message says how it was answered. */
export class OffScript extends Error {
  override readonly name = 'OffScript';
}

/** Where the story takes place: a running local system, its inbox, and its principals. */
export class Stage {
  readonly system: LocalSystem;
  readonly account: Account;
  readonly #say: (line: string) => void;
  readonly #tokens = new Map<PrincipalName, Promise<string>>();

  constructor(system: LocalSystem, say: (line: string) => void = () => undefined) {
    this.system = system;
    this.account = { ...accountAt(system.emulator), region: system.region };
    this.#say = say;
  }

  /** Prints one line about what happened. */
  say(line: string): void {
    this.#say(line);
  }

  /** Calls an operation as one of the principals, or without a token, as the page does. */
  async call<const N extends OperationName>(
    who: PrincipalName | undefined,
    name: N,
    input: InputOf<N>,
  ): Promise<Reply<N>> {
    const baseUrl = this.system.api;
    const headers = async () =>
      who === undefined ? { origin: baseUrl } : { authorization: `Bearer ${await this.token(who)}` };
    return call({ baseUrl, headers }, name, input);
  }

  /** Calls an operation that must succeed, and prints its status. */
  async does<const N extends OperationName>(
    who: PrincipalName,
    name: N,
    input: InputOf<N>,
  ): Promise<ResultOf<N>> {
    const reply = await this.call(who, name, input);
    if (!reply.ok) throw new OffScript(`${name} as ${who}: ${reply.status} ${JSON.stringify(reply.problem)}`);
    this.say(`${who} ${name}: ${reply.status}`);
    return reply.body;
  }

  /** Calls an operation that must be refused with this problem, and prints what the API answered. */
  async refuses<const N extends OperationName>(
    who: PrincipalName,
    name: N,
    input: InputOf<N>,
    code: string,
  ): Promise<string> {
    const reply = await this.call(who, name, input);
    if (reply.ok || reply.problem.type !== `urn:habeas:problem:${code}`)
      throw new OffScript(`${name} as ${who}: expected ${code}, got ${reply.status}`);
    this.say(
      `${who} ${name}: ${reply.status} ${code}${reply.problem.detail ? `, “${reply.problem.detail}”` : ''}`,
    );
    return JSON.stringify(reply.problem);
  }

  /** The newest mail to an address that `wanted` accepts, as soon as it is there. */
  async mail(to: string, wanted: (mail: Mail) => boolean = () => true, seconds = 60): Promise<Mail> {
    return this.until(`a mail to ${to}`, seconds, async () => {
      const mails = await readInbox(this.system.emulator, this.system.accountId, to);
      return mails.find(wanted);
    });
  }

  /** Calls `look` until it finds something, for so many seconds at most. */
  async until<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
    const limit = performance.now() + seconds * 1000;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > limit) throw new OffScript(`${what} did not come within ${seconds} seconds`);
      await sleep(250);
    }
  }

  /** Runs the deployed reconciler now, as its schedule does by the hour. Returns what it answered. */
  async reconcile(): Promise<unknown> {
    return this.invoke('workflow', { task: 'reconcile', machines: this.system.stateMachines });
  }

  /** Invokes a deployed function that no request reaches. Returns what it answered. */
  async invoke(name: keyof LocalSystem['functions'], payload: object): Promise<unknown> {
    const { Payload, FunctionError } = await lambda(this.account).send(
      new InvokeCommand({
        FunctionName: this.system.functions[name],
        Payload: JSON.stringify(payload),
      }),
    );
    if (FunctionError !== undefined) throw new OffScript(`${name} failed: ${FunctionError}`);
    return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  }

  /** A principal's token, requested once. */
  token(who: PrincipalName): Promise<string> {
    const { userPoolId, tokenScope, principals } = this.system;
    const known = this.#tokens.get(who);
    if (known) return known;
    const token = bearerToken({
      account: this.account,
      userPoolId,
      tokenScope,
      clientId: principals[who].clientId,
    });
    this.#tokens.set(who, token);
    return token;
  }
}

/** The address in a mail that leads to the page. */
export function linkIn({ text }: Mail): string {
  const [link] = mailedLink.exec(text) ?? [];
  if (!link) throw new OffScript('the mail holds no link');
  return link;
}

/** The six digits in a code mail. */
export function codeIn({ text }: Mail): string {
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
  if (!code) throw new OffScript('the mail holds no code');
  return code;
}
