import {
  call,
  type InputOf,
  type OperationName,
  type Reply,
  type ResultOf,
} from '../../../lambdas/api/client.ts';
import { documented } from '../documented.ts';
import { type Decision, grantOf } from '../scenario/bodies.ts';

/** The individual's side of the API, as their browser speaks it: cookie, CSRF token and origin. */
export class IndividualSession {
  readonly #baseUrl: string;
  readonly cookie: string;
  csrf: string;

  private constructor(baseUrl: string, cookie: string, csrf: string) {
    this.#baseUrl = baseUrl;
    this.cookie = cookie;
    this.csrf = csrf;
  }

  /** Exchanges the link of a mail for a session. */
  static async open(baseUrl: string, link: string): Promise<IndividualSession> {
    const reply = await IndividualSession.exchange(baseUrl, link);
    if (!reply.ok) throw new Error(`session.open: ${reply.status}`);
    const cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return new IndividualSession(baseUrl, cookie, reply.body.csrf);
  }

  static exchange(baseUrl: string, link: string): Promise<Reply<'session.open'>> {
    return call({ baseUrl, headers: () => fromPage(baseUrl) }, 'session.open', {
      body: { token: new URL(link).hash.slice(1) },
    });
  }

  /** Calls an operation in this session. */
  async call<const N extends OperationName>(name: N, input: InputOf<N>): Promise<Reply<N>> {
    const headers = () => ({ ...fromPage(this.#baseUrl), cookie: this.cookie, 'x-csrf-token': this.csrf });
    return documented(name, await call({ baseUrl: this.#baseUrl, headers }, name, input));
  }

  /** Calls an operation that must succeed. */
  async does<const N extends OperationName>(name: N, input: InputOf<N>): Promise<ResultOf<N>> {
    const reply = await this.call(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.status} ${JSON.stringify(reply.problem)}`);
    return reply.body;
  }

  async confirm(code: string): Promise<void> {
    const session = await this.does('code.verify', { body: { code } });
    this.csrf = session.csrf;
  }

  /** The body of a decision that grants everything that is requested and shown, but for some fields. */
  async grantOf(request: string, without: readonly string[] = []): Promise<Decision> {
    const shown = await this.does('request.show', { path: { request }, query: { language: 'de' } });
    return grantOf(shown, without);
  }

  async grant(request: string, without: readonly string[] = []): Promise<ResultOf<'request.decide'>> {
    return this.does('request.decide', { path: { request }, body: await this.grantOf(request, without) });
  }

  async refuse(request: string): Promise<ResultOf<'request.decide'>> {
    return this.does('request.decide', { path: { request }, body: { choice: 'refuse' } });
  }
}

/** What a browser says of a call that the page itself makes. */
export function fromPage(baseUrl: string): { readonly origin: string; readonly 'sec-fetch-site': string } {
  return { origin: new URL(baseUrl).origin, 'sec-fetch-site': 'same-origin' };
}
