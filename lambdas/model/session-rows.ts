import type { Language } from '../domain/values.ts';
import { belowIndividual, written } from './places.ts';
import { defineRow } from './row.ts';

/** A link; its key is the hash of its secret. Kind `standing` is the withdrawal link of a consent. */
export interface LinkRow {
  readonly kind: 'request' | 'standing';
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  readonly endsAt: string;
  /** Set by the confirmed decision it led to. */
  readonly usedAt?: string | undefined;
  readonly expiresAt: number;
}

export const linkRow = defineRow<LinkRow>()({
  table: 'vault',
  name: 'link',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#L#[0-9a-f]{64}$/,
  key: (tenant: string, individual: string, hash: string) =>
    belowIndividual(tenant, individual, `#L#${hash}`),
  write: written.untilPurge,
});

/** A session; its key is the hash of its secret. */
export interface SessionRow {
  readonly level: 'link' | 'standing' | 'confirmed';
  readonly link: string;
  readonly request?: string | undefined;
  readonly consent?: string | undefined;
  readonly language: Language;
  readonly startedAt: string;
  readonly endsAt: string;
  readonly extensions: number;
  /** The code sent for this session: its hash, keyed with the hash of the session; made by the notifier. */
  readonly code?:
    | {
        readonly hash: string;
        readonly endsAt: string;
        readonly tries: number;
        /** The mail it was made for. */
        readonly mail: string;
      }
    | undefined;
  readonly expiresAt: number;
}

export const sessionRow = defineRow<SessionRow>()({
  table: 'vault',
  name: 'session',
  families: ['shard'],
  shape: /^I#[0-9a-f]{32}#S#[0-9a-f]{64}$/,
  key: (tenant: string, individual: string, hash: string) =>
    belowIndividual(tenant, individual, `#S#${hash}`),
  write: written.untilPurge,
});
