import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { problems } from '../../../lambdas/domain/problems.ts';
import { memberOperations } from '../../support/member-operations.ts';
import { Scenario } from '../../support/scenario/over-http.ts';
import { overTheWire, type Received } from '../../support/system/wire.ts';
import { type Witnessed, witnessed } from '../../support/system/witness.ts';
import { type ForeignTokens, foreignTokens } from './foreign-tokens.ts';
import { forgeries, issuerKeyOf, type Loot } from './forgeries.ts';
import { objectsOf } from './objects.ts';
import { TokenClients } from './token-clients.ts';

type Headers = (loot: Loot, foreign: ForeignTokens) => readonly string[] | Promise<readonly string[]>;

/** Every way to come without a valid token, as the `Authorization` headers it sends. */
const callers: Readonly<Record<string, Headers>> = {
  'no token': () => [],
  'a true token without its scheme': ({ token }) => [token],
  'a true token twice': ({ token }) => [`Bearer ${token}`, `Bearer ${token}`],
  'a token of the same issuer for another scope': (_, { withoutScope }) => [`Bearer ${withoutScope}`],
  'a token of another issuer': (_, { ofAnotherPool }) => [`Bearer ${ofAnotherPool}`],
  ...Object.fromEntries(
    Object.entries(forgeries).map(([name, forge]) => [name, (loot: Loot) => [`Bearer ${forge(loot)}`]]),
  ),
  // Last, so that it ends while the others are under way.
  'an expired token': async (_, { expired }) => [`Bearer ${await expired()}`],
};

/** What every kind of caller is tried on: it changes something, and an admin may do it. */
const sample = 'member.remove';
/** What every operation is tried with: a token that only the authorizer can tell from a true one. */
const sampleCaller = 'a signature with one bit changed';

/**
 * Every kind of caller on one operation, and every operation with one kind: the authorizer's verdict does not depend
 * on the operation (test/unit/functions/authorizer.test.ts has every kind), and each operation has the authorizer
 * (test/template/api.test.ts).
 */
const pairs = Object.keys(callers).flatMap((caller) =>
  memberOperations
    .filter(({ name }) => name === sample || caller === sampleCaller)
    .map((operation) => ({ caller, name: operation.name, operation })),
);

const [status, title] = problems.unauthenticated;
/** Calls that are under way together. */
const atOnce = 3;

let scenario: Scenario;
let clients: TokenClients;
let objects: Record<string, string>;
let foreign: ForeignTokens;
let seen: Witnessed<ReadonlyMap<string, Received>>;

const pairOf = ({ caller, name }: { readonly caller: string; readonly name: string }) => `${caller}: ${name}`;

beforeAll(async () => {
  scenario = await Scenario.open();
  const { stage, practice } = scenario;
  clients = new TokenClients(stage.account);
  foreign = await foreignTokens(scenario, clients);
  objects = await objectsOf(scenario);
  const token = await stage.token('admin');
  const loot = { token, issuerKey: await issuerKeyOf(stage.system, token) };
  seen = await witnessed(stage, practice.tenant, async () => {
    const answers = new Map<string, Received>();
    const left = pairs.values();
    const work = async () => {
      for (const pair of left) {
        const authorization = await callers[pair.caller]?.(loot, foreign);
        if (authorization) answers.set(pairOf(pair), await send(pair.operation, authorization));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return answers;
  });
});
afterAll(() => clients.close());

/** Sends a call of an operation on objects that are there: if it were let in, it would be felt. */
function send({ method, path, body }: Operation, authorization: readonly string[]): Promise<Received> {
  return overTheWire(scenario.stage.system.api, {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => objects[name] ?? ''),
    headers: {
      ...(authorization.length > 0 && { authorization }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: '{}' }),
  });
}

describe('a caller without a valid token', () => {
  it('is of one of ten kinds, and tries each of the operations of members', () => {
    expect(Object.keys(callers)).toHaveLength(10);
    expect(new Set(pairs.map(({ caller }) => caller)).size).toBe(10);
    expect(new Set(pairs.map(({ name }) => name)).size).toBe(memberOperations.length);
  });

  it.each(pairs)('with $caller is nobody to $name', (pair) => {
    const answer = seen.result.get(pairOf(pair));
    if (!answer) throw new Error('there was no such call');
    expect({ ...JSON.parse(answer.text), http: answer.status, of: answer.headers['content-type'] }).toEqual({
      http: status,
      of: 'application/problem+json',
      type: 'urn:habeas:problem:unauthenticated',
      title,
      status,
      instance: answer.headers['x-request-id'],
    });
  });
});

describe('callers without a valid token', () => {
  it('change nothing in the tenant, and leave nothing in its log', () => {
    expect(seen.changed).toEqual([]);
    expect(seen.entries).toEqual([]);
  });

  it('were admins while their tokens counted, those of the deployment’s own pool', () => {
    expect(foreign.admitted).toEqual([200, 200]);
  });
});
