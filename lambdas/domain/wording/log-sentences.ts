import type { Notice } from '../catalogue/notice.ts';
import type { Refused } from '../disclosure/disclosure.ts';
import type { Language } from '../values.ts';

/** What Habeas says of disclosures: apart from the other sentences, for only the individual's log needs it. */
interface LogSentences {
  readonly purposes: Readonly<Record<Notice['purpose']['code'], string>>;
  readonly refusals: Readonly<Record<Refused['reason'], string>>;
  readonly unknownOrganisation: string;
  /** What was requested under a code that the tenant does not have. */
  readonly unknownData: string;
}

const german: LogSentences = {
  purposes: {
    ServiceProvision: 'Erbringung einer Leistung',
    ResearchAndDevelopment: 'Forschung und Entwicklung',
    AcademicResearch: 'wissenschaftliche Forschung',
    MedicalHealth: 'medizinische Versorgung',
    Payment: 'Abrechnung',
    FulfilmentOfObligation: 'Erfüllung einer Pflicht',
  },
  refusals: {
    'no-organisation': 'Wer fragte, gehört zu keiner bekannten Stelle.',
    'no-individual': 'Zu Ihnen war nichts zu lesen.',
    restricted: 'Ihre Daten sind gesperrt.',
    'never-consented': 'Sie hatten das nicht erlaubt.',
    withdrawn: 'Sie hatten Ihre Erlaubnis zurückgenommen.',
    revoked: 'Die Stelle, die Ihre Daten verwahrt, hatte die Erlaubnis beendet.',
    expired: 'Ihre Erlaubnis war abgelaufen.',
    exhausted: 'So oft, wie Sie es erlaubt hatten, war schon gelesen worden.',
    superseded: 'Eine neuere Erlaubnis war an die Stelle dieser getreten.',
    'nothing-covered': 'Ihre Erlaubnis galt nicht für diese Daten.',
    'outside-period': 'Ihre Erlaubnis galt nicht für Daten aus dieser Zeit.',
  },
  unknownOrganisation: 'Unbekannte Stelle',
  unknownData: 'Daten unbekannter Art',
};

const english: LogSentences = {
  purposes: {
    ServiceProvision: 'providing a service',
    ResearchAndDevelopment: 'research and development',
    AcademicResearch: 'academic research',
    MedicalHealth: 'medical care',
    Payment: 'payment',
    FulfilmentOfObligation: 'fulfilling an obligation',
  },
  refusals: {
    'no-organisation': 'Whoever asked belongs to no known organisation.',
    'no-individual': 'There was nothing about you to read.',
    restricted: 'Your data are locked.',
    'never-consented': 'You had not allowed this.',
    withdrawn: 'You had withdrawn your permission.',
    revoked: 'Those who keep your data had ended the permission.',
    expired: 'Your permission had expired.',
    exhausted: 'It had been read as often as you had allowed.',
    superseded: 'A newer permission had taken the place of this one.',
    'nothing-covered': 'Your permission did not cover these data.',
    'outside-period': 'Your permission did not cover data from that time.',
  },
  unknownOrganisation: 'Unknown organisation',
  unknownData: 'Data of an unknown kind',
};

const all: Readonly<Record<Language, LogSentences>> = { de: german, en: english };

/** The sentences of the log in a language. */
export const logSentencesIn = (language: Language): LogSentences => all[language];
