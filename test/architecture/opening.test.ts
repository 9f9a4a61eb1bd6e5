import { describe, expect, test } from 'vitest';
import { keyUseTable, type TenantKeyUse, tenantKeyUses } from '../../lambdas/stores/keys/key-policy.ts';
import { reachOf, sources } from './sources.ts';

const keys = 'lambdas/stores/keys';

/** What is done with the data keys of a use. */
type Doing = 'open' | 'make';

/** Every module that has a data key unwrapped or made, and of which uses of the tenants' keys. */
const modules: Readonly<Record<Doing, Readonly<Record<string, readonly TenantKeyUse[]>>>> = {
  open: {
    'open-record.ts': ['record'],
    'open-contact.ts': ['contact'],
    'open-case.ts': ['case'],
    'open-tenant.ts': ['tenant'],
    'open-index.ts': ['index'],
    'open-kept.ts': ['kept'],
    'open-canary.ts': ['canary'],
    // Addresses that outlive a tenant's keys are sealed under a key of the deployment.
    'open-envelope.ts': [],
  },
  make: {
    'make-individual-keys.ts': ['record', 'contact', 'case'],
    'make-tenant-keys.ts': ['tenant', 'index'],
    'make-kept-key.ts': ['kept'],
    'make-canaries.ts': ['canary'],
    'make-envelope-key.ts': [],
  },
};

/**
 * Uses that the policy lets a function unwrap before its code does: keys, and with them their policies, outlive
 * releases.
 */
const foreseen: Readonly<Record<string, readonly TenantKeyUse[]>> = {
  consents: ['index'],
  rights: ['contact', 'index'],
};

/** The same for keys that it lets a function have made. */
const foreseenMade: Readonly<Record<string, readonly TenantKeyUse[]>> = {};

const functions = sources.flatMap(({ path }) => /^lambdas\/functions\/([a-z]+)\.ts$/.exec(path)?.[1] ?? []);

/** Modules that this function's code can come to. */
const reached = (name: string, doing: Doing) => {
  const reach = reachOf(`lambdas/functions/${name}.ts`);
  return Object.keys(modules[doing]).filter((module) => reach.has(`${keys}/${module}`));
};

/** Uses whose keys a function's code can have unwrapped, or made. */
const possible = (name: string, doing: Doing) =>
  reached(name, doing).flatMap((module) => modules[doing][module] ?? []);

/** Uses for which the key policy lets a function do so. */
const admitted = (name: string, doing: Doing) =>
  tenantKeyUses.filter((use) => keyUseTable[use][doing].some((one) => one === name));

/** The files that import one, by value. */
const importersOf = (file: string) =>
  sources
    .filter(({ imports }) => imports.some((one) => one.file === file && !one.typeOnly))
    .map(({ path }) => path);

describe('data keys are unwrapped and made', () => {
  test('by KMS in one place', () => {
    const found = sources
      .filter(({ path }) => path.startsWith('lambdas/'))
      .filter(({ text }) => /\bnew (?:Decrypt|GenerateDataKey)\w*Command\(/.test(text));
    expect(found.map(({ path }) => path)).toEqual(['lambdas/platform/aws/kms.ts']);
    const users = importersOf('lambdas/platform/aws/kms.ts').filter((path) => path.startsWith(`${keys}/`));
    expect(users.sort()).toEqual([`${keys}/new-data-key.ts`, `${keys}/unwrapped-keys.ts`]);
  });

  test.each([
    ['open', 'unwrapped-keys.ts'],
    ['make', 'new-data-key.ts'],
  ] as const)('to %s what is sealed, by the modules of the table alone', (doing, shared) => {
    const expected = Object.keys(modules[doing]).map((name) => `${keys}/${name}`);
    expect(importersOf(`${keys}/${shared}`).sort()).toEqual(expected.sort());
  });

  test.each(functions)('in %s for the uses that the key policy lets it unwrap, and for no other', (name) => {
    const own = [...possible(name, 'open'), ...(foreseen[name] ?? [])];
    expect(own.sort()).toEqual(admitted(name, 'open').sort());
  });

  test.each(functions)('in %s for the uses that the key policy lets it make, and for no other', (name) => {
    const own = [...possible(name, 'make'), ...(foreseenMade[name] ?? [])];
    expect(own.sort()).toEqual(admitted(name, 'make').sort());
  });

  test('for what outlives a tenant by the notifier alone', () => {
    const envelope = (name: string) =>
      reached(name, 'open').includes('open-envelope.ts') ||
      reached(name, 'make').includes('make-envelope-key.ts');
    expect(functions.filter(envelope)).toEqual(['notifier']);
  });

  test('nowhere within reach of the functions that open nothing', () => {
    const none = functions.filter((name) => !reached(name, 'open').length && !reached(name, 'make').length);
    expect(none.sort()).toEqual(['authorizer', 'catalogue', 'eraser', 'evidence', 'public']);
  });
});
