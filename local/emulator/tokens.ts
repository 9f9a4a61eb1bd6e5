import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { type Account, cognito } from './account.ts';

/** What is needed to get a token for a client of the local user pool. */
export interface TokenSource {
  readonly account: Account;
  readonly userPoolId: string;
  readonly tokenScope: string;
  readonly clientId: string;
}

/** A bearer token by the OAuth 2 client credentials grant, with the client's secret read from the pool. */
export async function bearerToken({
  account,
  userPoolId,
  tokenScope,
  clientId,
}: TokenSource): Promise<string> {
  const { UserPoolClient: client } = await cognito(account).send(
    new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
  );
  const answer = await fetch(`${account.endpoint}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${client?.ClientSecret ?? ''}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: tokenScope }),
  });
  const body = (await answer.json()) as { access_token?: string; error?: string };
  if (!answer.ok || body.access_token === undefined)
    throw new Error(`the token endpoint answered ${answer.status} ${body.error ?? ''}`);
  return body.access_token;
}

/** The subject of a token that is not verified: only for tools that have just got it. */
export function subjectOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    sub: string;
  };
  return claims.sub;
}
