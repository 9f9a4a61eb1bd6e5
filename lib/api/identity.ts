import { Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from '../functions/function.ts';

const scopeName = 'api';
const resourceServer = 'habeas';

/** Machine clients of the demo, on stages that have no issuer of their own and are not prod. */
const demoClients = [
  'Operator',
  'Admin',
  'SecondAdmin',
  'Provider',
  'Requester',
  'Auditor',
  'Stranger',
] as const;

export interface IdentityProps {
  readonly deployment: Deployment;
}

/** The issuer of members' tokens: the deployment's own user pool, or any configured OpenID Connect issuer. */
export class Identity extends Construct {
  readonly issuer: string;
  /** The token endpoint of the user pool (RFC 6749, 3.2). */
  readonly tokenEndpoint: string | undefined;
  readonly userPool: UserPool | undefined;
  readonly clients: ReadonlyMap<string, UserPoolClient>;
  readonly tokenScope = `${resourceServer}/${scopeName}`;
  readonly #jwksUrl: string;
  readonly #audience: string | undefined;

  constructor(scope: Construct, id: string, { deployment: { stage, removal } }: IdentityProps) {
    super(scope, id);
    if (stage.issuer !== undefined && stage.jwksUrl !== undefined) {
      this.issuer = stage.issuer;
      this.#jwksUrl = stage.jwksUrl;
      this.#audience = stage.audience;
      this.clients = new Map();
      return;
    }
    const pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireSymbols: true,
        requireLowercase: true,
        requireUppercase: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: stage.retains,
      removalPolicy: removal,
    });
    const api = new ResourceServerScope({ scopeName, scopeDescription: 'Calls of the Habeas API' });
    const server = pool.addResourceServer('Api', { identifier: resourceServer, scopes: [api] });
    this.userPool = pool;
    const { region, account } = Stack.of(this);
    // Names of these domains are shared by all accounts of a Region; the account's number makes this one unique.
    const domain = pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `habeas-${stage.name}-${account}` },
    });
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`;
    this.clients = new Map(
      (stage.demoClients ? demoClients : []).map((name) => [
        name,
        pool.addClient(name, {
          generateSecret: true,
          authFlows: {},
          preventUserExistenceErrors: true,
          enableTokenRevocation: true,
          oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, api)] },
        }),
      ]),
    );
    this.issuer = `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`;
    const keysAt = stage.name === 'local' ? `${stage.endpoint}/${pool.userPoolId}` : this.issuer;
    this.#jwksUrl = `${keysAt}/.well-known/jwks.json`;
  }

  /** Lets a function verify tokens. */
  grantVerify(grantee: HabeasFunction): void {
    grantee.know('ISSUER', this.issuer);
    grantee.know('JWKS_URL', this.#jwksUrl);
    if (this.#audience === undefined) grantee.know('TOKEN_SCOPE', this.tokenScope);
    else grantee.know('AUDIENCE', this.#audience);
  }
}
