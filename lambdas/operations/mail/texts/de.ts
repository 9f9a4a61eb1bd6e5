import type { Part } from '../letter.ts';
import type { AboutLeaving, Evidenced, Footing, MailTexts } from './texts.ts';

const greeting = 'Guten Tag,';
const never =
  'Wir fragen Sie nie nach Passwörtern, Bankdaten oder Geld. Ziffern, die wir Ihnen schicken, geben Sie nur auf der Seite ein, nie am Telefon.';

const footing = ({ reference, helpPhone, imprint, privacy }: Footing, page = true): Part[] => [
  `Ihr Kennzeichen: ${reference}.${page ? ' Dasselbe Kennzeichen steht auf der Seite.' : ''}`,
  `Hilfe am Telefon: ${helpPhone}`,
  never,
  ...(imprint === undefined ? [] : [`Impressum: ${imprint}`]),
  ...(privacy === undefined ? [] : [`Datenschutz: ${privacy}`]),
];

const notForMe =
  'Sie sind nicht gemeint? Öffnen Sie die Seite und wählen Sie „Ich bin nicht gemeint“, oder rufen Sie uns an.';

const subject = ({ reference }: Footing) => `Ihre Entscheidung ist gefragt (Kennzeichen ${reference})`;

const genuine = ({ reference }: Footing) =>
  `Sind Sie unsicher, ob diese Nachricht echt ist? Rufen Sie dort an, wo Ihre Daten liegen, unter der Nummer, die Sie schon kennen, und nennen Sie das Kennzeichen ${reference}.`;

const evidence = ({ leaf }: Evidenced): Part[] =>
  leaf === undefined
    ? []
    : [{ label: 'Für Fachleute, der Fingerabdruck dieses Vorgangs im Protokoll', number: leaf }];

const notYou = 'Waren Sie das nicht? Rufen Sie uns bitte gleich an.';

/** What is held, in a sentence. */
const held = ({ tenant, ofPerson }: Parameters<MailTexts['holdSet']>[0]) =>
  ofPerson ? `die Daten einer Person bei ${tenant}` : tenant;

export const german: Omit<MailTexts, AboutLeaving> = {
  sender: 'Ihre Erlaubnis',
  request: ({ link, answerBy, ...about }) => ({
    subject: subject(about),
    parts: [
      greeting,
      'jemand bittet um Ihre Erlaubnis. Wer fragt und worum es geht, zeigen wir nur Ihnen selbst, auf dieser Seite:',
      { link, label: 'Seite öffnen' },
      `Sie entscheiden frei und können auch Nein sagen. Sie haben bis zum ${answerBy} Zeit. Wenn Sie nichts tun, wird nichts weitergegeben.`,
      genuine(about),
      notForMe,
      ...footing(about),
    ],
  }),
  reminder: ({ link, answerBy, ...about }) => ({
    subject: `Erinnerung: ${subject(about)}`,
    parts: [
      greeting,
      'jemand bittet um Ihre Erlaubnis, und Sie haben noch nicht geantwortet. Dies ist die einzige Erinnerung. Wer fragt und worum es geht, zeigen wir nur Ihnen selbst, auf dieser Seite:',
      { link, label: 'Seite öffnen' },
      `Sie entscheiden frei und können auch Nein sagen. Sie haben bis zum ${answerBy} Zeit. Wenn Sie nichts tun, wird nichts weitergegeben.`,
      genuine(about),
      notForMe,
      ...footing(about),
    ],
  }),
  link: ({ link, ...about }) => ({
    subject: 'Ihr neuer Link',
    parts: [
      greeting,
      'hier ist der neue Link, um den gebeten wurde:',
      { link, label: 'Seite öffnen' },
      'Haben Sie nicht darum gebeten? Dann brauchen Sie nichts zu tun. Ohne Ihre E-Mails kann niemand etwas sehen.',
      notForMe,
      ...footing(about),
    ],
  }),
  code: ({ code, time, ...about }) => ({
    subject: `Ihre sechs Ziffern von ${time} Uhr`,
    parts: [
      greeting,
      'geben Sie diese sechs Ziffern, Ihren Code, auf der Seite ein, die Sie gerade geöffnet haben:',
      { code },
      'Sie gelten 30 Minuten und nur auf dieser Seite. Geben Sie sie an niemanden weiter, auch nicht am Telefon.',
      'Haben Sie keine Seite geöffnet? Dann brauchen Sie nichts zu tun. Rufen Sie uns an, wenn Sie unsicher sind.',
      ...footing(about),
    ],
  }),
  addressCode: ({ code, time, helpPhone }) => ({
    subject: `Ihre sechs Ziffern von ${time} Uhr`,
    parts: [
      greeting,
      'jemand möchte, dass unsere Nachrichten künftig an diese E-Mail-Adresse gehen. Sind Sie das? Dann geben Sie diese sechs Ziffern, Ihren Code, auf der Seite ein, auf der Sie die Adresse genannt haben:',
      { code },
      'Sie gelten 30 Minuten. Geben Sie sie an niemanden weiter, auch nicht am Telefon.',
      'Haben Sie keine Adresse genannt? Dann brauchen Sie nichts zu tun: Ohne die Ziffern ändert sich nichts.',
      `Hilfe am Telefon: ${helpPhone}`,
      never,
    ],
  }),
  granted: ({ link, leaf, ...about }) => ({
    subject: 'Ihre Antwort ist angekommen',
    parts: [
      greeting,
      'Sie haben eine Erlaubnis gegeben. Sie können sie jederzeit und ohne Begründung zurücknehmen, mit einem Klick auf dieser Seite:',
      { link, label: 'Erlaubnis zurücknehmen' },
      'Mit diesem Link können Sie nur zurücknehmen, nichts erlauben und nichts einsehen. Heben Sie diese Nachricht auf.',
      notYou,
      ...footing(about),
      ...evidence({ ...about, leaf }),
    ],
  }),
  refused: ({ leaf, ...about }) => ({
    subject: 'Ihre Antwort ist angekommen',
    parts: [
      greeting,
      'Sie haben Nein gesagt. Es wird nichts weitergegeben.',
      notYou,
      ...footing(about, false),
      ...evidence({ ...about, leaf }),
    ],
  }),
  withdrawn: ({ leaf, ...about }) => ({
    subject: 'Ihre Erlaubnis ist beendet',
    parts: [
      greeting,
      'Sie haben eine Erlaubnis zurückgenommen. Ab jetzt wird nichts mehr weitergegeben. Was schon gelesen wurde, können wir nicht zurückholen; wir bitten darum, es zu löschen.',
      notYou,
      ...footing(about, false),
      ...evidence({ ...about, leaf }),
    ],
  }),
  erasureAsked: ({ link, until, ...about }) => ({
    subject: 'Ihre Daten sollen gelöscht werden',
    parts: [
      greeting,
      `Ihre Daten sollen endgültig gelöscht werden. Ab jetzt bekommt sie niemand mehr zu sehen. Bis zum ${until} Uhr können Sie es sich anders überlegen; danach lässt sich nichts zurückholen.`,
      ...(link === undefined
        ? []
        : ['Hier sehen Sie, was geschieht, und können es zurücknehmen:', { link, label: 'Seite öffnen' }]),
      'Sie möchten das nicht? Dann nehmen Sie es auf der Seite zurück, oder rufen Sie an.',
      ...footing(about),
    ],
  }),
  erasureUndone: (about) => ({
    subject: 'Ihre Daten werden nicht gelöscht',
    parts: [
      greeting,
      'die Löschung Ihrer Daten wurde zurückgenommen. Alles ist wieder wie vorher.',
      notYou,
      ...footing(about),
    ],
  }),
  contactChanged: ({ helpPhone }) => ({
    subject: 'Ihre Adresse wurde geändert',
    parts: [
      greeting,
      'unsere Nachrichten an Sie gehen jetzt an eine andere E-Mail-Adresse, nicht mehr an diese.',
      notYou,
      `Hilfe am Telefon: ${helpPhone}`,
      never,
    ],
  }),
  adminsChanged: ({ tenant, former }) => ({
    subject: 'Wer verwaltet, hat sich geändert',
    parts: [
      greeting,
      `für ${tenant} ist jemand als verwaltende Person hinzugekommen oder ausgeschieden, oder hat jetzt eine andere E-Mail-Adresse. Wer verwaltet, steht in der Liste der Mitglieder; was geändert wurde, steht im Protokoll.`,
      former
        ? 'Sie bekommen diese Nachricht, weil Sie bis vor Kurzem selbst verwaltet haben oder weil dies Ihre Adresse war. Haben Sie das nicht erwartet? Dann sprechen Sie bitte sofort mit den Verantwortlichen.'
        : 'Haben Sie das nicht erwartet? Dann sprechen Sie bitte sofort mit den anderen, die verwalten.',
    ],
  }),
  contractEndAsked: ({ tenant }) => ({
    subject: 'Jemand möchte Ihren Vertrag beenden',
    parts: [
      greeting,
      `eine verwaltende Person möchte den Vertrag für ${tenant} beenden. Er endet nur, wenn eine zweite das bestätigt. Bis dahin läuft alles weiter, und jede von ihnen kann es ablehnen.`,
    ],
  }),
  contractEndSet: ({ tenant, endsOn }) => ({
    subject: 'Ihr Vertrag wird enden',
    parts: [
      greeting,
      `der Vertrag für ${tenant} endet am ${endsOn}. Bis dahin läuft alles weiter. Wer das festgelegt hat, kann es zurücknehmen.`,
    ],
  }),
  contractEnded: ({ tenant, lastDay }) => ({
    subject: 'Ihr Vertrag ist beendet',
    parts: [
      greeting,
      `der Vertrag für ${tenant} ist beendet. Ab jetzt wird nichts mehr geschrieben und nichts mehr weitergegeben.`,
      ...(lastDay === undefined
        ? []
        : [
            `Bis zum ${lastDay} können Menschen ihre eigenen Daten mitnehmen, und Sie können Einwilligungen, Quittungen und das Protokoll lesen. Danach wird alles vollständig und unwiderruflich gelöscht. Holen Sie ab, was Sie behalten müssen.`,
          ]),
    ],
  }),
  contractReinstated: ({ tenant }) => ({
    subject: 'Ihr Vertrag läuft weiter',
    parts: [greeting, `der Vertrag für ${tenant} ist wieder in Kraft. Es wird nichts gelöscht.`],
  }),
  purgeNear: ({ tenant, lastDay }) => ({
    subject: 'Ihre Daten werden bald gelöscht',
    parts: [
      greeting,
      `der Vertrag für ${tenant} ist beendet. ${
        lastDay === undefined ? 'In wenigen Tagen' : `Nach dem ${lastDay}`
      } werden alle Daten vollständig und unwiderruflich gelöscht. Holen Sie vorher ab, was Sie behalten müssen.`,
    ],
  }),
  holdSet: (about) => ({
    subject: 'Die Löschung ist angehalten',
    parts: [
      greeting,
      `für ${held(about)} gilt ein Löschverbot: Bis zum ${about.until} wird ${about.ofPerson ? 'davon ' : ''}nichts gelöscht, auch wenn der Vertrag beendet ist. Warum, steht in der Liste der Löschverbote. Zwei verwaltende Personen können es früher aufheben; jede von ihnen kann es verlängern.`,
    ],
  }),
  holdReleaseRequested: (about) => ({
    subject: 'Jemand möchte ein Löschverbot aufheben',
    parts: [
      greeting,
      `eine verwaltende Person möchte das Löschverbot für ${held(about)} aufheben. Es gilt bis zum ${about.until}, wenn nicht eine zweite das bestätigt. Ist der Vertrag beendet, werden nach der Aufhebung ${about.ofPerson ? 'diese' : 'alle'} Daten gelöscht.`,
    ],
  }),
  holdNearEnd: (about) => ({
    subject: 'Ein Löschverbot endet bald',
    parts: [
      greeting,
      `das Löschverbot für ${held(about)} endet am ${about.until}. Ist der Vertrag beendet, werden danach ${about.ofPerson ? 'diese' : 'alle'} Daten gelöscht. Besteht der Grund noch? Dann verlängern Sie es vorher.`,
    ],
  }),
  holdEnded: (about) => ({
    subject: 'Ein Löschverbot ist zu Ende',
    parts: [
      greeting,
      `das Löschverbot für ${held(about)} ist seit dem ${about.until} zu Ende. Ist der Vertrag beendet, werden ${about.ofPerson ? 'diese' : 'alle'} Daten vollständig und unwiderruflich gelöscht.${about.ofPerson ? '' : ' Holen Sie vorher ab, was Sie behalten müssen.'}`,
    ],
  }),
};
