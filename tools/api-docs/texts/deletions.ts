/** What the members of requests to delete are, and of their answers. */
export const deletionMembers: Readonly<Record<string, string>> = {
  askedAt: 'When it was asked for',
  answer: 'What the organisation answered; absent while it has not',
  'deletion.answer.answer':
    'It is deleted, there was nothing to delete (`nothing-held`), or it is kept on a ground of the GDPR',
  answeredAt: 'When it was answered last',
  ground: 'On which ground of the GDPR (Art. 17(1), (3)) it is kept',
  keptUntil: 'Until which day it is kept, if that is known',
  consentIds: 'The consents under which the organisation has read, newest first',
  'deletion.list.until': 'When the request ends, and its answer with it',
  'deletion.answer.until': 'When the request ends, and its answer with it',
  'attestation.answers.until': 'When the request ends, and its answer with it',
  'deletion.list.attestation': 'The attestation of the erasure; for admins of the tenant',
  'deletion.answer.attestation': 'The attestation of the erasure; for admins of the tenant',
  'attestation.answers.name': 'The organisation, as a legal person',
};
