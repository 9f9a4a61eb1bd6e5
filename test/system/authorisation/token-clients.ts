import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Account, cognito } from '../../../local/emulator/account.ts';

/** Pools, scopes and app clients beside the deployment's own; `close` removes them all. */
export class TokenClients {
  readonly #account: Account;
  readonly #undo: (() => Promise<unknown>)[] = [];

  constructor(account: Account) {
    this.#account = account;
  }

  /** A user pool: an issuer with keys of its own. */
  async pool(): Promise<string> {
    const { UserPool: pool } = await this.#cognito.send(
      new CreateUserPoolCommand({ PoolName: `elsewhere-${crypto.randomUUID()}` }),
    );
    const UserPoolId = pool?.Id ?? '';
    this.#undo.push(() => this.#cognito.send(new DeleteUserPoolCommand({ UserPoolId })));
    return UserPoolId;
  }

  /** Lets a pool give out a scope, `<resource server>/<name>`. */
  async scope(UserPoolId: string, scope: string): Promise<void> {
    const [Identifier = '', ScopeName] = scope.split('/');
    const Scopes = [{ ScopeName, ScopeDescription: scope }];
    await this.#cognito.send(
      new CreateResourceServerCommand({ UserPoolId, Identifier, Name: Identifier, Scopes }),
    );
    this.#undo.push(() => this.#cognito.send(new DeleteResourceServerCommand({ UserPoolId, Identifier })));
  }

  /** A client for the client credentials grant, whose tokens last for an hour or as many seconds as given. */
  async client(UserPoolId: string, AllowedOAuthScopes: string[], seconds = 3600): Promise<string> {
    const { UserPoolClient: client } = await this.#cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: crypto.randomUUID(),
        GenerateSecret: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes,
        AccessTokenValidity: seconds,
        TokenValidityUnits: { AccessToken: 'seconds' },
      }),
    );
    const ClientId = client?.ClientId ?? '';
    this.#undo.push(() => this.#cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })));
    return ClientId;
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.reverse()) await undo();
  }

  get #cognito() {
    return cognito(this.#account);
  }
}
