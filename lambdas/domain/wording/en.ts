import { listIn } from './plain.ts';
import type { Sentences } from './sentences.ts';

export const english: Sentences = {
  request: (organisation, data, until, purpose) =>
    `${organisation} asks your permission to read ${data} until ${until}, in order to ${purpose}. The choice is yours.`,
  refuse: ({ treatmentUnchanged, consequence }) =>
    [
      'No, I do not allow this.',
      ...(treatmentUnchanged ? ['Your treatment goes on unchanged.'] : []),
      ...(consequence === undefined ? [] : [`What would not be possible: ${consequence}.`]),
    ].join(' '),
  narrow: (organisation) =>
    `Only what you tick is passed on. ${organisation} is not told whether other data exist.`,
  withdraw: (recipients) => {
    const names = listIn(recipients, 'en');
    return `From now on ${names} ${recipients.length > 1 ? 'receive' : 'receives'} nothing more. What has already been read there we cannot take back; we ask ${names} to delete it.`;
  },
  explicit: (recipients, data) =>
    `I explicitly consent to these specially protected data being passed on to ${recipients}: ${data}.`,
  legalBasis: (special) =>
    special ? 'Your consent (Art. 6(1)(a) and Art. 9(2)(a) GDPR).' : 'Your consent (Art. 6(1)(a) GDPR).',
  noAutomatedDecisions: 'There are no automated decisions.',
  saleOrSharing: (sold, beyondService) =>
    [
      sold
        ? 'Your data are sold or shared for advertising.'
        : 'Your data are neither sold nor shared for advertising.',
      ...(beyondService
        ? ['Specially protected data are also used for other things than what you asked for.']
        : []),
    ].join(' '),
  assuranceAccepted:
    'We check that it is you by your e-mail address only. The data protection officer has confirmed in writing that this is enough here.',
  marked: {
    'after-talk': 'It is passed on only after that talk.',
    withheld: 'It is passed on only once those who keep your data release it.',
  },
  safeguards: {
    adequacy: 'The European Commission has found data protection there to be adequate.',
    'standard-clauses':
      'The law there protects your data less than in the EU. By contract the EU’s standard clauses apply.',
    'binding-rules': 'Approved binding corporate rules apply.',
    'explicit-consent':
      'The law there protects your data less than in the EU, and no contract makes up for it. The transfer rests on your explicit consent alone.',
  },
};
