import { type Examples, ids } from './shape.ts';

const erasure = {
  state: 'waiting' as const,
  by: 'individual' as const,
  dueAt: '2026-11-30T09:00:00.000Z',
  attestation: ids.attestation,
  address: `https://habeas.example/v1/attestations/${ids.attestation}`,
  salt: '4b'.repeat(32),
};
const lockedThen = { at: '2026-11-27T08:00:00.000Z', reason: 'asked' as const, locked: true };
const locked = { reasons: ['asked' as const], log: [lockedThen] };
const unlocked = {
  reasons: [],
  log: [{ ...lockedThen, at: '2026-11-28T08:00:00.000Z', locked: false }, lockedThen],
};

/** How an individual locks their data, and has them erased. */
export const individualRightsExamples: Examples = {
  'my-erasure.read': { answer: { state: 'none' } },
  'my-erasure.stays': {
    answer: {
      stays: [
        {
          category: 'health.lab',
          label: 'Laborwerte',
          keep: { legalBasis: '§ 630f Abs. 3 BGB', minimum: 'P10Y', countsFrom: 'dated' },
        },
      ],
    },
  },
  'my-erasure.ask': { body: { everything: true }, answer: erasure },
  'my-erasure.undo': { answer: { state: 'none' } },
  'my-restriction.read': { answer: unlocked },
  'my-restriction.set': { body: {}, answer: locked },
  'my-restriction.lift': { answer: unlocked },
};
