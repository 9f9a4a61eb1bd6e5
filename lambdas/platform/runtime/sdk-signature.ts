import { now } from './clock.ts';
import { signedHeaders } from './signature.ts';

/** What the SDK gives at once or when asked for it. */
type Provided<T> = T | (() => Promise<T>);

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What a client of the SDK gives to whoever signs for it. */
interface Signing {
  readonly credentials: Provided<Credentials>;
  readonly region: Provided<string>;
  readonly service: string;
}

/** The part of a request of the SDK that is signed. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: object | undefined;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array | string | undefined;
}

/** The headers that AWS wants signed, beside `host` and what the signature adds. */
const wanted = /^(?:content-type|x-amz-.+)$/;

/**
 * Signs the requests of a client of the SDK, in place of the SDK's own class, which is larger and slower.
 */
export class SdkSignature {
  readonly #signing: Signing;

  constructor(signing: Signing) {
    this.#signing = signing;
  }

  /**
   * The same request with the headers of its signature.
   * @throws TypeError for a request with a query, which none has that is made here
   */
  async sign<R extends SdkRequest>(
    request: R,
    { signingDate = now() }: { readonly signingDate?: Date | string | number } = {},
  ): Promise<R> {
    const { method, path, query = {}, headers, body } = request;
    if (Object.keys(query).length > 0) throw new TypeError('a query is not signed');
    const { accessKeyId, secretAccessKey, sessionToken } = await given(this.#signing.credentials);
    const signer = {
      accessKey: accessKeyId,
      secretKey: secretAccessKey,
      sessionToken,
      region: await given(this.#signing.region),
      service: this.#signing.service,
    };
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const signed = Object.fromEntries(named.filter(([name]) => wanted.test(name)));
    const host = headers.host ?? '';
    const at = new Date(signingDate).toISOString();
    return {
      ...request,
      headers: { ...headers, ...signedHeaders({ method, host, path, headers: signed, body }, signer, at) },
    };
  }
}

function given<T extends string | Credentials>(provided: Provided<T>): T | Promise<T> {
  return typeof provided === 'function' ? provided() : provided;
}
