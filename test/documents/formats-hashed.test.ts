import { createHmac } from 'node:crypto';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionCookie } from '../../lambdas/api/session-cookie.ts';
import { canonicalBytes, contentHash } from '../../lambdas/crypto/canonical.ts';
import { lookupHash, objectRef, principalHash } from '../../lambdas/crypto/keyed-hash.ts';
import { leafHash, payloadCommit } from '../../lambdas/crypto/leaf.ts';
import { bodyHash, secretHash } from '../../lambdas/crypto/one-time.ts';
import { auditEntry } from '../../lambdas/domain/evidence/audit.ts';
import { linkRow, sessionRow } from '../../lambdas/model/session-rows.ts';
import { kms } from '../../lambdas/platform/aws/kms.ts';
import { grant } from '../../lambdas/platform/runtime/environment.ts';
import { personEntry } from '../../lambdas/stores/audit/person-entry.ts';
import { ledgerRowOf } from '../../lambdas/stores/erasure/ledger.ts';
import { once } from '../../lambdas/stores/idempotency/once.ts';
import { shortCodeOf } from '../../lambdas/stores/keys/short-code.ts';
import type { LinkRenewal } from '../../lambdas/stores/mail/link-renewal.ts';
import type { MailNamed } from '../../lambdas/stores/mail/mail-channel.ts';
import type { NotifierTask } from '../../lambdas/stores/mail/notifier-call.ts';
import { executionName } from '../../lambdas/stores/retention/executions.ts';
import { workflowEntryId } from '../../lambdas/stores/retention/workflow-entries.ts';
import { codeHash } from '../../lambdas/stores/sessions/secret-hashes.ts';
import { sessionToken } from '../../lambdas/stores/sessions/session-token.ts';
import { csrfOf } from '../../lambdas/stores/sessions/sessions.ts';
import type { KeymakerMessage } from '../../lambdas/stores/tenants/keymaker-call.ts';
import { hex } from '../support/reference.ts';
import { examplesIn, textOf } from './markdown.ts';
import { canonical } from './page-verifier.ts';

const examples = examplesIn(textOf('docs/formats.md'));
const example = (name: string) => JSON.parse(examples.get(name) ?? expect.unreachable(`no example ${name}`));
afterEach(() => vi.restoreAllMocks());

describe('hashes', () => {
  it('of JSON are over its canonical bytes', () => {
    const { value, canonical: text, sha256 } = example('canonical');
    expect([Buffer.from(canonicalBytes(value)).toString(), canonical(value)]).toEqual([text, text]);
    expect(contentHash(value)).toBe(sha256);
  });

  it('that stand in keys and entries are those of the page', () => {
    const { principal, reference, address, category, purpose, object } = example('hashes');
    expect(principalHash(principal.issuer, principal.subject)).toBe(principal.hash);
    expect(lookupHash(hex(reference.indexKey), 'reference', reference.value)).toBe(reference.hash);
    expect(lookupHash(hex(address.indexKey), 'address', address.value)).toBe(address.hash);
    for (const one of [category, purpose]) expect(shortCodeOf(one.individual, one.code)).toBe(one.hash);
    expect(objectRef(object.secret, object.id)).toBe(object.hash);
  });

  it('of a repeatable call name its row and its body', async () => {
    const { caller, operation, key, hash, salt, body, bodyHash: hashed } = example('idempotency');
    const place = vi.fn(() => {
      throw new Error('far enough');
    });
    await expect(once({ caller, operation, key, body }, place, vi.fn())).rejects.toThrow('far enough');
    expect(place).toHaveBeenCalledWith(hash);
    expect(bodyHash(salt, body)).toBe(hashed);
  });

  it('in the erasure ledger are HMACs of ids', async () => {
    const { key, tenant, individual, ofTenant, ofIndividual } = example('ledger');
    grant('LEDGER_KEY', 'a key of the deployment');
    vi.spyOn(kms, 'send').mockImplementation(async (command: unknown) => ({
      Mac:
        command instanceof GenerateMacCommand
          ? createHmac('sha256', hex(key))
              .update(command.input.Message ?? '')
              .digest()
          : undefined,
    }));
    expect(await ledgerRowOf({ tenant }, 1, '')).toMatchObject({ put: { sk: ofTenant, scope: 'tenant' } });
    expect(await ledgerRowOf({ tenant, individual }, 1, '')).toMatchObject({ put: { sk: ofIndividual } });
  });
});

describe('an audit entry', () => {
  const { entry, canonical: text, leaf, secret, object, payload, salt } = example('audit-entry');

  it('is of format 1, with the leaf hash that the page computes', () => {
    expect(auditEntry.parse(entry)).toEqual(entry);
    expect(text).toBe(canonical(entry));
    expect(leafHash(entry)).toBe(leaf);
  });

  it('is what the code writes of that event', () => {
    expect(payloadCommit(Buffer.from(salt, 'base64url'), payload)).toBe(entry.payloadCommit);
    const { type, at, tenant, actorRef, payloadCommit: commit } = entry;
    const event = { type, at, actorRef, object, payloadCommit: commit };
    expect(personEntry({ owner: { tenant }, auditSecret: secret }, event).leaf).toBe(leaf);
  });

  it('of the workflow has an id that follows from what it records', () => {
    const { tenant, epoch, event, entry: id } = example('workflow-entry');
    expect(workflowEntryId(tenant, epoch, event)).toBe(id);
  });
});

describe('what is sent', () => {
  it('as a link or cookie is taken apart, and only hashes of it are kept', () => {
    const { link, tenant, individual, secret, row } = example('link');
    expect(sessionToken(new URL(link).hash.slice(1))).toEqual({ tenant, individual, secret });
    expect(linkRow.key(tenant, individual, secretHash(secret)).sk).toBe(row);
    const { cookie, row: ownRow, csrf, code, codeHash: hash } = example('session');
    const own =
      sessionToken(cookie.slice(sessionCookie.length + 1))?.secret ?? expect.unreachable('no cookie');
    expect(sessionRow.key(tenant, individual, secretHash(own)).sk).toBe(ownRow);
    expect(csrfOf(own)).toBe(csrf);
    expect(codeHash(secretHash(secret), code)).toBe(hash);
  });

  it('to notifier and keymaker holds ids only', () => {
    const { mailOfIndividual: named, freshLinkByLink: byLink, ...more } = example('messages');
    const { tenant, individual, mail } = named;
    const { hash } = byLink.link;
    expect(named).toEqual({ tenant, individual, mail } satisfies MailNamed);
    expect(byLink).toEqual({ tenant, link: { individual, hash } } satisfies LinkRenewal);
    expect(more).toEqual({
      mailOfTenant: { tenant, mail } satisfies MailNamed,
      freshLinkByAddress: { tenant, address: hash } satisfies LinkRenewal,
      provision: { tenant } satisfies KeymakerMessage,
      reap: { task: 'reap' },
      sweep: { task: 'sweep' },
      envelope: { task: 'envelope', tenant, epoch: 1 } satisfies NotifierTask,
      attestation: { task: 'attestation', tenant, epoch: 1, part: 1 } satisfies NotifierTask,
    });
  });

  it('to a state machine names its execution', () => {
    const { input, execution } = example('workflow');
    expect(executionName(input)).toBe(execution);
  });
});
