import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/sources.ts';
import { type StageName, templateOf } from './synthesised.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a condition may ask of a request: one value by key, or several. */
type Facts = Readonly<Record<string, string | readonly string[]>>;

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One call to AWS, with what AWS knows of it. */
export interface Act {
  /** ARN of a role. Who has no policies of its own in the stage may do everything that others let them. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The service that makes the call for the principal, such as `dynamodb`. */
  readonly via?: string;
  readonly facts?: Facts;
}

export const account = '111122223333';
export const region = 'eu-central-1';
const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/**
 * A stage's policies, judged together as AWS does within one account: the role's own, the resource's, and for a key
 * its policy, which alone decides whether roles' own count at all. An operator that is not known here is an error.
 */
export class JointEvaluator {
  readonly #resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Json }>>;
  /** Policies of principals and of resources, by ARN. */
  readonly #own = new Map<string, readonly Statement[]>();
  readonly #onResources = new Map<string, readonly Statement[]>();

  constructor(stage: StageName) {
    this.#resources = templateOf(stage).toJSON().Resources;
    for (const [id, { Type, Properties }] of Object.entries(this.#resources)) {
      const policy =
        Properties.KeyPolicy ?? (Properties.ResourcePolicy as { PolicyDocument: unknown })?.PolicyDocument;
      if (Type === 'AWS::IAM::Role')
        this.#add(
          this.arnOf(id),
          ...((Properties.Policies ?? []) as Json[]).map(({ PolicyDocument }) => PolicyDocument),
        );
      else if (policy !== undefined) this.#onResources.set(this.arnOf(id), this.#statements(policy));
    }
    for (const { Type, Properties } of Object.values(this.#resources))
      if (Type === 'AWS::IAM::Policy')
        for (const role of Properties.Roles as { Ref: string }[])
          this.#add(this.arnOf(role.Ref), Properties.PolicyDocument);
  }

  /** Adds a role that the template does not make, with the policy in a file of the repository. */
  admitRole(role: string, file: string): void {
    this.#add(role, JSON.parse(readFileSync(join(root, file), 'utf8')));
  }

  /** Adds a resource that the template does not make, such as a tenant's key. */
  admitResource(resource: string, policy: unknown): void {
    this.#onResources.set(resource, this.#statements(policy));
  }

  /** ARNs of a type's resources. */
  all(type: string): string[] {
    return this.#idsOf(type).map((id) => this.arnOf(id));
  }

  /** The ARN of the only resource of a type whose logical id begins so. */
  one(type: string, begins: string): string {
    const [id, ...others] = this.#idsOf(type).filter((name) => name.startsWith(begins));
    if (id === undefined || others.length > 0) throw new Error(`${begins} is not one ${type}`);
    return this.arnOf(id);
  }

  /** Everything that the roles' own policies allow without a pattern in it, as acts. */
  granted(): Act[] {
    return [...this.#own].flatMap(([principal, statements]) =>
      statements.flatMap(({ Action, Resource, Condition }) =>
        list(Resource).flatMap((resource) =>
          list(Action).map((action) => ({
            principal,
            action,
            resource,
            facts: Object.assign({}, ...Object.values(Condition ?? {})) as Facts,
          })),
        ),
      ),
    );
  }

  /** The key that encrypts a resource, if it is one of the deployment's own. */
  keyOf(resource: string): string | undefined {
    const [, found] =
      Object.entries(this.#resources).find(
        ([id, { Type }]) => Type !== 'AWS::Logs::LogGroup' && this.arnOf(id) === resource,
      ) ?? [];
    const key =
      found?.Properties.KmsMasterKeyId ?? (found?.Properties.SSESpecification as Json)?.KMSMasterKeyId;
    return key === undefined ? undefined : this.#text(key);
  }

  allows({ principal, action, resource, via, facts = {} }: Act): boolean {
    const known: Facts = {
      'aws:PrincipalArn': principal,
      'aws:PrincipalAccount': principal.split(':')[4] ?? '',
      'kms:CallerAccount': principal.split(':')[4] ?? '',
      ...(via === undefined
        ? { 'aws:SecureTransport': 'true' }
        : { 'kms:ViaService': `${via}.${region}.amazonaws.com`, 'kms:GrantIsForAWSResource': 'true' }),
      ...facts,
    };
    const applies = (one: Statement) =>
      list(one.Action).some((pattern) => covers(pattern, action)) &&
      list(one.Resource).some((pattern) => covers(pattern, resource)) &&
      holds(one.Condition ?? {}, known);
    const own = (this.#own.get(principal) ?? [everything]).filter(applies);
    const there = (this.#onResources.get(resource) ?? []).filter(applies);
    if ([...own, ...there].some(({ Effect }) => Effect === 'Deny')) return false;
    const direct = there.some(({ Principal }) => names(Principal, principal));
    const sameAccount = principal.split(':')[4] === account;
    const delegated =
      !action.startsWith('kms:') ||
      resource === '*' ||
      !this.#onResources.has(resource) ||
      there.some(({ Principal }) => names(Principal, `arn:aws:iam::${account}:root`));
    return direct || (sameAccount && delegated && own.length > 0);
  }

  /** The ARN of a resource of the template; names are its logical ids. */
  arnOf(id: string): string {
    const { Type = '', Properties = {} } = this.#resources[id] ?? {};
    const forms: Readonly<Record<string, string>> = {
      'AWS::IAM::Role': `arn:aws:iam::${account}:role${Properties.Path}${id}`,
      'AWS::KMS::Key': arn('kms', `key/${id}`),
      'AWS::DynamoDB::Table': arn('dynamodb', `table/Habeas-prod-${id}`),
      'AWS::SQS::Queue': arn('sqs', id),
      'AWS::Lambda::Function': arn('lambda', `function:${id}`),
      'AWS::StepFunctions::StateMachine': arn('states', `stateMachine:${id}`),
      'AWS::Logs::LogGroup': arn('logs', `log-group:${id}:*`),
    };
    return forms[Type] ?? id;
  }

  #idsOf(type: string): string[] {
    return Object.keys(this.#resources).filter((id) => this.#resources[id]?.Type === type);
  }

  #add(principal: string, ...documents: unknown[]): void {
    const statements = documents.flatMap((one) => this.#statements(one));
    this.#own.set(principal, [...(this.#own.get(principal) ?? []), ...statements]);
  }

  #statements(document: unknown): Statement[] {
    return (this.#resolved(document) as { Statement: Statement[] }).Statement;
  }

  /** A policy without references. */
  #resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#resolved(one));
    if (typeof value !== 'object' || value === null) return value;
    if ('Ref' in value || 'Fn::GetAtt' in value || 'Fn::Join' in value) return this.#text(value);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#resolved(one)]));
  }

  #text(value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[kind, content] = ['', undefined]] = Object.entries(value);
    if (kind === 'Fn::Join')
      return (content as [string, unknown[]])[1].map((one) => this.#text(one)).join('');
    const pseudo = new Map([
      ['AWS::Partition', 'aws'],
      ['AWS::AccountId', account],
      ['AWS::Region', region],
      ['AWS::URLSuffix', 'amazonaws.com'],
    ]);
    if (kind === 'Ref') {
      const id = String(content);
      const { Type } = this.#resources[id] ?? {};
      return pseudo.get(id) ?? (Type === 'AWS::StepFunctions::StateMachine' ? this.arnOf(id) : id);
    }
    const [id = '', attribute] = content as string[];
    return attribute === 'Arn' ? this.arnOf(id) : id;
  }
}

function holds(condition: NonNullable<Statement['Condition']>, facts: Facts): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const given = facts[key] === undefined ? undefined : list(facts[key]);
      const values = list(wanted);
      const some = (matches: (pattern: string, text: string) => boolean) =>
        given?.some((text) => values.some((pattern) => matches(pattern, text))) ?? false;
      switch (operator) {
        case 'StringEquals':
        case 'Bool':
          return some((pattern, text) => pattern === text);
        case 'StringLike':
        case 'ArnLike':
        case 'ArnEquals':
          return some(covers);
        case 'ArnNotLike':
          return !some(covers);
        case 'Null':
          return (given === undefined) === (values[0] === 'true');
        case 'ForAllValues:StringEquals':
          return (given ?? []).every((text) => values.includes(text));
        default:
          throw new Error(`the operator ${operator} is not known`);
      }
    }),
  );
}

function names(principal: unknown, arnOfCaller: string): boolean {
  if (principal === '*') return true;
  const named = list((principal as { AWS?: unknown } | undefined)?.AWS ?? []);
  return named.includes('*') || named.includes(arnOfCaller);
}

/** Whether a pattern with `*` and `?` covers a text. */
export function covers(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
