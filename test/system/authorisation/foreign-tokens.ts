import { bearerToken, subjectOf } from '../../../local/emulator/tokens.ts';
import type { Scenario } from '../../support/scenario/over-http.ts';
import { overTheWire } from '../../support/system/wire.ts';
import { partsOf } from './forgeries.ts';
import type { TokenClients } from './token-clients.ts';

/** Tokens that an issuer did give out, to clients that are admins of the tenant; and none of them counts. */
export interface ForeignTokens {
  /** Waits for the end of the token. */
  expired(): Promise<string>;
  readonly withoutScope: string;
  readonly ofAnotherPool: string;
  /** How the clients of the deployment's own pool were answered with tokens that did count. */
  readonly admitted: readonly number[];
}

/** Seconds after its end that a token may still be taken, for clocks differ; and one more. */
const tolerance = 6;

/** Makes the clients, makes admins of them, and asks for their tokens. */
export async function foreignTokens(scenario: Scenario, clients: TokenClients): Promise<ForeignTokens> {
  const { account, system } = scenario.stage;
  const { userPoolId, tokenScope } = system;
  const tokenFor = (pool: string, scope: string, clientId: string) =>
    bearerToken({ account, userPoolId: pool, tokenScope: scope, clientId });
  const otherScope = `reports-${crypto.randomUUID()}/read`;
  await clients.scope(userPoolId, otherScope);
  const elsewhere = await clients.pool();
  await clients.scope(elsewhere, tokenScope);

  const brief = await clients.client(userPoolId, [tokenScope], 1);
  const passing = await tokenFor(userPoolId, tokenScope, brief);
  await makeAdmin(scenario, passing);
  const first = await statusWith(scenario, passing);

  const scoped = await clients.client(userPoolId, [tokenScope, otherScope]);
  const withScope = await tokenFor(userPoolId, tokenScope, scoped);
  await makeAdmin(scenario, withScope);
  const second = await statusWith(scenario, withScope);

  const stranger = await clients.client(elsewhere, [tokenScope]);
  const ofAnotherPool = await tokenFor(elsewhere, tokenScope, stranger);
  await makeAdmin(scenario, ofAnotherPool);

  return {
    expired: () => ended(scenario, passing),
    withoutScope: await tokenFor(userPoolId, otherScope, scoped),
    ofAnotherPool,
    admitted: [first, second],
  };
}

/** A token, as soon as nobody may take it any more. */
function ended({ stage }: Scenario, token: string): Promise<string> {
  const { exp } = partsOf(token).claims;
  return stage.until('the end of a token', 20, async () =>
    Date.now() / 1000 > Number(exp) + tolerance ? token : undefined,
  );
}

async function makeAdmin({ stage, path }: Scenario, token: string): Promise<void> {
  const issuer = String(partsOf(token).claims.iss);
  const body = { principal: { issuer, subject: subjectOf(token) }, roles: ['admin' as const] };
  await stage.does('admin', 'member.set', { path, body });
}

async function statusWith({ stage, practice }: Scenario, token: string): Promise<number> {
  const { status } = await overTheWire(stage.system.api, {
    method: 'GET',
    path: `/v1/tenants/${practice.tenant}`,
    headers: { authorization: `Bearer ${token}` },
  });
  return status;
}
