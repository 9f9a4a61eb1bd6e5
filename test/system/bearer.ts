import type { Stage } from '../../local/demo/stage.ts';
import type { PrincipalName } from '../../local/outputs.ts';
import { bearerToken } from '../../local/tokens.ts';

const tokens = new Map<string, Promise<string>>();

/** A principal's token, asked for once in a test file. */
export function tokenOf({ account, system }: Stage, who: PrincipalName): Promise<string> {
  const { clientId } = system.principals[who];
  const token =
    tokens.get(clientId) ??
    bearerToken({ account, userPoolId: system.userPoolId, tokenScope: system.tokenScope, clientId });
  tokens.set(clientId, token);
  return token;
}
