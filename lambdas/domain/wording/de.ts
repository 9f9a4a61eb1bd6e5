import { listIn } from './plain.ts';
import type { Sentences } from './sentences.ts';

export const german: Sentences = {
  request: (organisation, data, until, purpose) =>
    `${organisation} bittet um Ihre Erlaubnis, ${data} bis zum ${until} zu lesen, um ${purpose}. Sie entscheiden frei.`,
  refuse: ({ treatmentUnchanged, consequence }) =>
    [
      'Nein, ich erlaube das nicht.',
      ...(treatmentUnchanged ? ['Ihre Behandlung geht unverändert weiter.'] : []),
      ...(consequence === undefined ? [] : [`Nicht möglich ist dann: ${consequence}.`]),
    ].join(' '),
  narrow: (organisation) =>
    `Nur was Sie ankreuzen, wird weitergegeben. ${organisation} erfährt nicht, ob es andere Daten gibt.`,
  withdraw: (recipients) => {
    const names = listIn(recipients, 'de');
    return `Ab jetzt ${recipients.length > 1 ? 'erhalten' : 'erhält'} ${names} nichts mehr. Was dort schon gelesen wurde, können wir nicht zurückholen; wir bitten ${names}, es zu löschen.`;
  },
  explicit: (recipients, data) =>
    `Ich willige ausdrücklich ein, dass diese besonders geschützten Daten an ${recipients} weitergegeben werden: ${data}.`,
  legalBasis: (special) =>
    special
      ? 'Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a und Art. 9 Abs. 2 Buchst. a DSGVO).'
      : 'Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO).',
  noAutomatedDecisions: 'Es gibt keine automatisierten Entscheidungen.',
  saleOrSharing: (sold, beyondService) =>
    [
      sold
        ? 'Ihre Daten werden verkauft oder zu Werbezwecken geteilt.'
        : 'Ihre Daten werden weder verkauft noch zu Werbezwecken geteilt.',
      ...(beyondService
        ? [
            'Besonders geschützte Daten werden auch für anderes verwendet als für das, worum Sie gebeten haben.',
          ]
        : []),
    ].join(' '),
  assuranceAccepted:
    'Ob Sie es sind, prüfen wir nur über Ihre E-Mail-Adresse. Die Datenschutzbeauftragte hat schriftlich bestätigt, dass das hier genügt.',
  marked: {
    'after-talk': 'Weitergegeben wird er erst nach diesem Gespräch.',
    withheld: 'Weitergegeben wird er erst, wenn die Stelle, die Ihre Daten verwahrt, ihn freigibt.',
  },
  safeguards: {
    adequacy: 'Die EU-Kommission hat den Datenschutz dort als angemessen anerkannt.',
    'standard-clauses':
      'Dort schützt das Recht Ihre Daten schwächer als in der EU. Vertraglich gelten die Standardklauseln der EU.',
    'binding-rules': 'Es gelten genehmigte verbindliche Datenschutzregeln des Unternehmens.',
    'explicit-consent':
      'Dort schützt das Recht Ihre Daten schwächer als in der EU, und kein Vertrag gleicht das aus. Die Weitergabe stützt sich allein auf Ihre ausdrückliche Einwilligung.',
  },
};
