/** Kinds of rows of which an export has no line, and why: secrets, hashes of what is in it, and state of workflows. */
export const leftOut: Readonly<Record<string, { readonly leftOut: string }>> = {
  leaf: {
    leftOut: 'stands in the line of its entry',
  },
  organisation: {
    leftOut: 'its newest version is a line',
  },
  category: {
    leftOut: 'its newest version is a line',
  },
  notice: {
    leftOut: 'its newest version is a line',
  },
  reference: {
    leftOut: 'a keyed hash of what stands in the contact',
  },
  address: {
    leftOut: 'a keyed hash of what stands in the contact',
  },
  'record-place': {
    leftOut: 'a pointer to a record',
  },
  'consent-place': {
    leftOut: 'a pointer to a consent',
  },
  former: {
    leftOut: 'addresses that are told of changes for two weeks',
  },
  lease: {
    leftOut: 'state of a workflow',
  },
  erasure: {
    leftOut: 'state of a workflow',
  },
  deletion: {
    leftOut: 'ends by itself; that it was asked and answered are entries',
  },
  exporting: {
    leftOut: 'state of a workflow',
  },
  'export-part': {
    leftOut: 'a part of this export or of another',
  },
  fence: {
    leftOut: 'a lock',
  },
  limits: {
    leftOut: 'how many messages were sent lately',
  },
  'refused-reads': {
    leftOut: 'a counter of an hour; the refusals are entries',
  },
  link: {
    leftOut: 'the hash of a secret',
  },
  session: {
    leftOut: 'the hash of a secret',
  },
  idempotency: {
    leftOut: 'ends within a day',
  },
  mail: {
    leftOut: 'a message that waits; it holds ids only',
  },
  planted: {
    leftOut: 'of a verification',
  },
};
