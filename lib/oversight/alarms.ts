import { type FunctionName, httpFunctions } from '../../lambdas/api/functions.ts';

/** An event that functions count, and how many within five minutes raise an alarm. */
export interface WatchedEvent {
  readonly event: string;
  /** The functions that count it. */
  readonly countedBy: readonly FunctionName[];
  readonly threshold: number;
  /** What it means, for whoever receives the alarm. */
  readonly meaning: string;
}

/**
 * Every event that the functions count and that has alarms of its own; their names are the headings of the runbook.
 * `ForbiddenWrite` has none: it answers 500 or fails a step, which the alarms on those see.
 */
export const watchedEvents: readonly WatchedEvent[] = [
  {
    event: 'ResidueAfterSweep',
    countedBy: ['eraser'],
    threshold: 1,
    meaning: 'A purge found rows that should be gone',
  },
  {
    event: 'RestoreNotProven',
    countedBy: ['restore'],
    threshold: 1,
    meaning: 'A restored copy holds what was taken away',
  },
  {
    event: 'PurgePastDue',
    countedBy: ['workflow'],
    threshold: 1,
    meaning: 'A purge is more than a day late',
  },
  {
    event: 'ReconcileFailed',
    countedBy: ['workflow'],
    threshold: 1,
    meaning: 'The reconciler cannot look after a tenant',
  },
  {
    event: 'ReconcileUnfinished',
    countedBy: ['workflow'],
    threshold: 1,
    meaning: 'The reconciler did not get through all tenants',
  },
  {
    event: 'DataNotRetrievable',
    countedBy: ['workflow'],
    threshold: 1,
    meaning: 'Within the retrieval window a probe could not read a tenant’s data',
  },
  {
    event: 'KeyDestructionCalledOff',
    countedBy: ['eraser'],
    threshold: 1,
    meaning: 'Somebody cancelled the destruction of a purged tenant’s key',
  },
  {
    event: 'SealBroken',
    countedBy: ['consents', 'individuals', 'rights', 'disclosures'],
    threshold: 1,
    meaning: 'The row of a consent does not open: it was damaged, or somebody changed it',
  },
  {
    event: 'DisclosureRefused',
    countedBy: ['disclosures'],
    threshold: 50,
    meaning: 'Many reads without consent: somebody may be trying people out',
  },
  {
    event: 'CodeRefused',
    countedBy: ['individuals'],
    threshold: 20,
    meaning: 'Many wrong codes: somebody may be guessing',
  },
  {
    event: 'LinkReplayed',
    countedBy: ['individuals'],
    threshold: 20,
    meaning: 'Many used links: mails may be read by others than their addressees',
  },
  {
    event: 'MailReturned',
    countedBy: ['notifier'],
    threshold: 5,
    meaning: 'Many mails did not arrive, or were marked as spam',
  },
  {
    event: 'TokenNotVerified',
    countedBy: ['authorizer'],
    threshold: 1,
    meaning: 'The keys of the tokens’ issuer could not be had, so that nobody is let in',
  },
  {
    event: 'TokenForged',
    countedBy: ['authorizer'],
    threshold: 20,
    meaning: 'Tokens with a wrong signature',
  },
  {
    event: 'TokenForeign',
    countedBy: ['authorizer'],
    threshold: 50,
    meaning: 'Tokens that are not for Habeas',
  },
  {
    event: 'TokenMalformed',
    countedBy: ['authorizer'],
    threshold: 200,
    meaning: 'Credentials that are no tokens',
  },
  {
    event: 'TokenExpired',
    countedBy: ['authorizer'],
    threshold: 500,
    meaning: 'A client that does not renew its token, or clocks apart',
  },
  {
    event: 'OperationRefused',
    countedBy: httpFunctions,
    threshold: 100,
    meaning: 'Many refusals: a client is wrong, or somebody probes',
  },
  {
    event: 'RequestRejected',
    countedBy: httpFunctions,
    threshold: 300,
    meaning: 'Many invalid requests: a client is wrong, or somebody probes',
  },
];
