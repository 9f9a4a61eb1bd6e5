import type { Stage } from '../../../local/demo/stage.ts';

/** One call by AWS's own JSON protocol: no client of these services is a dependency for the tests alone. */
export async function awsJson(
  { account }: Stage,
  service: string,
  target: string,
  input: object,
): Promise<unknown> {
  const answer = await fetch(account.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.1',
      // The local AWS knows the account and the service by it, and checks no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${account.accessKeyId}/20260101/${account.region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${target}: ${answer.status}`);
  return answer.json();
}
