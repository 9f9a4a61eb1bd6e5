import type { HttpFunction } from '../../../lambdas/api/functions.ts';
import type { Caller } from '../../../lambdas/api/operation.ts';
import type { parameters } from '../../../lambdas/api/parameters.ts';

/** The topic of each function's operations, in the order in which they are read. */
export const functionTexts: Record<HttpFunction, { readonly title: string; readonly description: string }> = {
  tenants: {
    title: 'Contracts and members',
    description: 'A tenant is one contract customer. Its admins manage its members.',
  },
  catalogue: {
    title: 'Catalogue',
    description:
      'Admins define the organisations that request and receive data and the categories of records, and publish notices.',
  },
  records: {
    title: 'Individuals and records',
    description:
      'A provider enrols individuals and stores their records. Nothing stored here can be read back here.',
  },
  consents: {
    title: 'Requests and consents',
    description: 'A requester asks an individual for consent, under one version of a notice.',
  },
  disclosures: {
    title: 'Reading',
    description:
      'The consent-gated read: only what was consented to, only for that purpose, every call is decided again and recorded.',
  },
  individuals: {
    title: "The individual's page",
    description:
      'What the page calls for the person the data is about. A link from a mail opens a session; a code confirms it.',
  },
  rights: {
    title: "The individual's data",
    description:
      'What an individual has beyond deciding: their own data, and who read it. The same session as the page.',
  },
  evidence: {
    title: 'Evidence',
    description: 'The audit log and attestations: ids and keyed references, no personal data.',
  },
  public: { title: 'Public', description: 'What anybody may read.' },
};

/** Who may call, in words. */
export const callerTexts: Record<Caller, string> = {
  operator: 'operator',
  admin: 'tenant admin',
  provider: 'provider',
  requester: 'requester',
  auditor: 'auditor',
  public: 'anybody',
  link: 'individual, by link',
  standing: 'individual, by withdrawal link',
  confirmed: 'individual, confirmed',
};

/** What each path variable names. */
export const parameterTexts: Record<keyof typeof parameters, string> = {
  tenant: 'The tenant',
  member: 'The member: SHA-256 of issuer and subject, in hex',
  organisation: "The organisation's code, chosen by the tenant",
  category: "The category's code, chosen by the tenant",
  notice: 'The notice',
  version: 'Which version of the notice',
  individual: 'The individual',
  record:
    'The record; a new one gets an id of your own making: `rec_`, the digits of the individual, 32 random hex digits',
  request: 'The consent request',
  consent: 'The consent',
  disclosure: 'The disclosure',
  attestation: 'The attestation; its random id is all it takes to read it',
  deletion: 'The request to delete',
  export: 'The export',
  part: 'Which part of the export, from 1 on',
  file: 'The name of the file',
};
