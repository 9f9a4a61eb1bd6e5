import type { Stage } from '../../../local/demo/stage.ts';

/**
 * How often one call is sent, as an AWS client sends it: the local AWS answers 500 where a list grows while it reads
 * it.
 */
const TRIES = 3;

/**
 * One call by AWS's own JSON protocol: no client of these services is a dependency for the tests alone. Fault answers
 * (5xx) are asked again; any other refusal, or a third fault, throws with what was answered.
 */
export async function awsJson(
  stage: Stage,
  service: string,
  target: string,
  input: object,
): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const answer = await sent(stage, service, target, input);
    if (answer.ok) return answer.json();
    const said = await answer.text();
    if (answer.status < 500 || tries === TRIES) throw new Error(`${target}: ${answer.status} ${said}`);
  }
}

function sent({ account }: Stage, service: string, target: string, input: object): Promise<Response> {
  return fetch(account.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.1',
      // The local AWS knows the account and the service by it, and checks no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${account.accessKeyId}/20260101/${account.region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  });
}
