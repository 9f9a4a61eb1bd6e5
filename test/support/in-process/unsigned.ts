/*
 * The local AWS checks no signature; of what a call is signed with it reads who calls, which Region and which service.
 * Calls of functions in this process say these three and leave the signature out, which is a tenth of their work here.
 * Calls of deployed functions are signed as ever.
 */
import process from 'node:process';
import { beforeEveryCall } from './every-call.ts';

interface Signed {
  readonly headers: Record<string, string>;
}

/** The header of a call to a service that says who calls, and is not signed. */
export function unsignedFor(service: string): string {
  const scope = `${process.env.AWS_ACCESS_KEY_ID}/20260101/${process.env.AWS_REGION}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
}

const unsigned = {
  async sign<T extends Signed>(request: T, { signingService }: { readonly signingService: string }) {
    request.headers.authorization = unsignedFor(signingService);
    return request;
  },
};

/** Has every client of AWS in this process leave the signatures of its calls out. */
export function leaveSignaturesOut(): void {
  beforeEveryCall('leaves signatures out', (client) => {
    Object.assign(client.config, { signer: async () => unsigned });
  });
}
