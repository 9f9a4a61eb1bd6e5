import type { Language } from '../../../domain/values.ts';
import type { AboutLeaving, MailTexts } from './texts.ts';

const greetings = { de: 'Guten Tag,', en: 'Hello,' } as const;

/** The mails about what leaves and what is gone: exports, and where the attestation of an erasure is. */
export const leavingTexts: Readonly<Record<Language, Pick<MailTexts, AboutLeaving>>> = {
  de: {
    exportAsked: ({ tenant }) => ({
      subject: 'Jemand beantragt einen Export',
      parts: [
        greetings.de,
        `jemand aus der Verwaltung hat einen Export von ${tenant} beantragt, verschlüsselt für einen eigenen Schlüssel. Die Liste der Exporte zeigt, was er enthält. Er beginnt erst, wenn eine zweite Person aus der Verwaltung ihn bestätigt. Vergleichen Sie vorher den Fingerabdruck des Schlüssels mit der Person, die ihn beantragt hat.`,
      ],
    }),
    exportStarted: ({ tenant }) => ({
      subject: 'Ein Export hat begonnen',
      parts: [
        greetings.de,
        `ein Export von ${tenant} hat begonnen. Die Liste der Exporte zeigt, wer ihn beantragt hat und was er enthält. Haben Sie das nicht erwartet? Jede Person aus der Verwaltung kann ihn abbrechen.`,
      ],
    }),
    exportDone: ({ tenant, lastDay }) => ({
      subject: 'Ein Export liegt bereit',
      parts: [
        greetings.de,
        `ein Export von ${tenant} ist vollständig. Holen und prüfen Sie ihn mit habeas export${lastDay === undefined ? '' : `, spätestens am ${lastDay}`}.`,
      ],
    }),
    individualErased: ({ link, salt }) => ({
      subject: 'Ihre Daten sind gelöscht',
      parts: [
        greetings.de,
        'Ihre Daten sind gelöscht, die Schlüssel dazu vernichtet, bis auf das, was ein Gesetz verlangt. Das ist die unterschriebene Bescheinigung, in der beides steht:',
        { link, label: 'Bescheinigung' },
        `Ihr Name steht nicht darin. Diese Nummer beweist, dass sie von Ihnen handelt; heben Sie sie auf: ${salt}`,
        'Wer Ihre Daten gelesen hatte, soll sie auch löschen. Antworten: 90 Tage lang unter derselben Adresse mit /answers.',
        'Jeder kann die Bescheinigung ohne uns prüfen: habeas verify. Das ist unsere letzte Nachricht an Sie; auch Ihre Adresse haben wir soeben gelöscht.',
      ],
    }),
    deletionAsked: ({ tenant }) => ({
      subject: 'Daten sind zu löschen',
      parts: [
        greetings.de,
        `bei ${tenant} wurden Daten einer Person gelöscht, die eine Organisation dort gelesen hat. Sie soll sie auch löschen oder sagen, warum nicht: binnen 90 Tagen, in Habeas unter deletion-requests.`,
      ],
    }),
    erased: ({ tenant, link, held }) => ({
      subject: 'Ihre Daten sind gelöscht',
      parts: [
        greetings.de,
        held
          ? `alle Daten von ${tenant} sind gelöscht und ihre Schlüssel vernichtet, bis auf die von Personen, für die ein Löschverbot gilt. Diese folgen, wenn es endet, mit einem Nachtrag. Die unterschriebene Bescheinigung darüber:`
          : `alle Daten von ${tenant} sind gelöscht, ihre Schlüssel vernichtet. Die unterschriebene Bescheinigung darüber:`,
        { link, label: 'Bescheinigung' },
        'Jeder kann sie ohne uns prüfen: habeas verify. Eine zweite folgt, wenn auch die Sicherungen und Schlüssel bei AWS gelöscht sind.',
      ],
    }),
    irrecoverable: ({ tenant, link }) => ({
      subject: 'Ihre Daten sind unwiederbringlich gelöscht',
      parts: [
        greetings.de,
        `der Schlüssel von ${tenant} ist bei AWS endgültig vernichtet. Damit ist die Löschung abgeschlossen. Die zweite unterschriebene Bescheinigung:`,
        { link, label: 'Zweite Bescheinigung' },
        'Jeder kann sie ohne uns prüfen: habeas verify. Heben Sie beide auf; dies ist unsere letzte Nachricht.',
      ],
    }),
  },
  en: {
    exportAsked: ({ tenant }) => ({
      subject: 'Somebody asks for an export',
      parts: [
        greetings.en,
        `An admin has asked for an export of ${tenant}, encrypted to a key of their own. The list of exports shows what is in it. It begins only if a second admin confirms it. Compare the thumbprint of the key with whoever asked before you do.`,
      ],
    }),
    exportStarted: ({ tenant }) => ({
      subject: 'An export has begun',
      parts: [
        greetings.en,
        `An export of ${tenant} has begun. The list of exports shows who asked for it and what is in it. Did you not expect that? Any admin can cancel it.`,
      ],
    }),
    exportDone: ({ tenant, lastDay }) => ({
      subject: 'An export can be fetched',
      parts: [
        greetings.en,
        `An export of ${tenant} is complete. Fetch and check it with habeas export${
          lastDay === undefined ? '' : `, until ${lastDay} at the latest`
        }.`,
      ],
    }),
    individualErased: ({ link, salt }) => ({
      subject: 'Your data are erased',
      parts: [
        greetings.en,
        'your data are erased, and the keys to them destroyed, but for what a law demands. This is the signed attestation, which says both:',
        { link, label: 'Attestation' },
        `It does not name you. This number proves that it is about you, so keep it: ${salt}`,
        'Whoever had read your data is asked to erase them, too. Answers: for 90 days at that address with /answers.',
        'Anybody can check the attestation without us: habeas verify. This is our last message to you; we have just erased your address, too.',
      ],
    }),
    deletionAsked: ({ tenant }) => ({
      subject: 'Data are to be deleted',
      parts: [
        greetings.en,
        `At ${tenant}, data of a person were erased that an organisation had read there. It is asked to delete them, too, or to say why not: within 90 days, in Habeas under deletion-requests.`,
      ],
    }),
    erased: ({ tenant, link, held }) => ({
      subject: 'Your data are erased',
      parts: [
        greetings.en,
        held
          ? `All data of ${tenant} are erased and their keys destroyed, but those of persons under a legal hold. They follow when it ends, with a supplement. The signed attestation of it:`
          : `All data of ${tenant} are erased and their keys destroyed. The signed attestation of it:`,
        { link, label: 'Attestation' },
        'Anyone can check it without us: habeas verify. A second one follows once the backups and keys at AWS are gone, too.',
      ],
    }),
    irrecoverable: ({ tenant, link }) => ({
      subject: 'Your data are erased beyond recovery',
      parts: [
        greetings.en,
        `The key of ${tenant} has been destroyed at AWS for good. This completes the erasure. The second signed attestation:`,
        { link, label: 'Second attestation' },
        'Anyone can check it without us: habeas verify. Keep both; this is our last message.',
      ],
    }),
  },
};
