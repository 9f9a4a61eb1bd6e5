import type { Part } from '../letter.ts';
import type { AboutLeaving, Evidenced, Footing, MailTexts } from './texts.ts';

const greeting = 'Hello,';
const never =
  'We never ask for passwords, bank details or money. Digits that we send you belong on the page only, never on the phone.';

const footing = ({ reference, helpPhone, imprint, privacy }: Footing, page = true): Part[] => [
  `Your reference: ${reference}.${page ? ' The same reference is shown on the page.' : ''}`,
  `Help by phone: ${helpPhone}`,
  never,
  ...(imprint === undefined ? [] : [`Imprint: ${imprint}`]),
  ...(privacy === undefined ? [] : [`Privacy notice: ${privacy}`]),
];

const notForMe = 'Not meant for you? Open the page and choose “This was not meant for me”, or call us.';

const subject = ({ reference }: Footing) => `Your decision is needed (reference ${reference})`;

const genuine = ({ reference }: Footing) =>
  `Not sure that this message is genuine? Call those who keep your data on the number that you already know, and give them the reference ${reference}.`;

const evidence = ({ leaf }: Evidenced): Part[] =>
  leaf === undefined
    ? []
    : [{ label: 'For experts, the fingerprint of this event in the log', number: leaf }];

const notYou = 'Was this not you? Please call us at once.';

/** What is held, in a sentence. */
const held = ({ tenant, ofPerson }: Parameters<MailTexts['holdSet']>[0]) =>
  ofPerson ? `the data of one person at ${tenant}` : tenant;

export const english: Omit<MailTexts, AboutLeaving> = {
  sender: 'Your permission',
  request: ({ link, answerBy, ...about }) => ({
    subject: subject(about),
    parts: [
      greeting,
      'Someone asks for your permission. Who asks and what it is about we show to you alone, on this page:',
      { link, label: 'Open the page' },
      `The choice is yours, and you can say No. You have until ${answerBy}. If you do nothing, nothing is passed on.`,
      genuine(about),
      notForMe,
      ...footing(about),
    ],
  }),
  reminder: ({ link, answerBy, ...about }) => ({
    subject: `Reminder: ${subject(about)}`,
    parts: [
      greeting,
      'Someone asks for your permission, and you have not answered yet. This is the only reminder. Who asks and what it is about we show to you alone, on this page:',
      { link, label: 'Open the page' },
      `The choice is yours, and you can say No. You have until ${answerBy}. If you do nothing, nothing is passed on.`,
      genuine(about),
      notForMe,
      ...footing(about),
    ],
  }),
  link: ({ link, ...about }) => ({
    subject: 'Your new link',
    parts: [
      greeting,
      'Here is the new link that was asked for:',
      { link, label: 'Open the page' },
      'If you did not ask for it, you do not need to do anything. Without your e-mails nobody can see anything.',
      notForMe,
      ...footing(about),
    ],
  }),
  code: ({ code, time, ...about }) => ({
    subject: `Your six digits from ${time}`,
    parts: [
      greeting,
      'Type this code of six digits on the page that you have just opened:',
      { code },
      'They are valid for 30 minutes and on that page only. Do not give them to anyone, not even on the phone.',
      'If you have not opened a page, you do not need to do anything. Call us if you are not sure.',
      ...footing(about),
    ],
  }),
  addressCode: ({ code, time, helpPhone }) => ({
    subject: `Your six digits from ${time}`,
    parts: [
      greeting,
      'Someone wants our messages to go to this e-mail address from now on. Is that you? Then type this code of six digits on the page where you gave the address:',
      { code },
      'They are valid for 30 minutes. Do not give them to anyone, not even on the phone.',
      'Did you give no address? Then you do not need to do anything: without the digits nothing changes.',
      `Help by phone: ${helpPhone}`,
      never,
    ],
  }),
  granted: ({ link, leaf, ...about }) => ({
    subject: 'Your answer has arrived',
    parts: [
      greeting,
      'You have given a permission. You can take it back at any time and without a reason, with one click on this page:',
      { link, label: 'Take the permission back' },
      'With this link you can only take it back; it allows nothing and shows nothing. Keep this message.',
      notYou,
      ...footing(about),
      ...evidence({ ...about, leaf }),
    ],
  }),
  refused: ({ leaf, ...about }) => ({
    subject: 'Your answer has arrived',
    parts: [
      greeting,
      'You said No. Nothing is passed on.',
      notYou,
      ...footing(about, false),
      ...evidence({ ...about, leaf }),
    ],
  }),
  withdrawn: ({ leaf, ...about }) => ({
    subject: 'Your permission has ended',
    parts: [
      greeting,
      'You have taken a permission back. From now on nothing more is passed on. What has already been read we cannot take back; we ask for it to be deleted.',
      notYou,
      ...footing(about, false),
      ...evidence({ ...about, leaf }),
    ],
  }),
  erasureAsked: ({ link, until, ...about }) => ({
    subject: 'Your data are to be erased',
    parts: [
      greeting,
      `your data are to be erased for good. From now on nobody is shown them. You can change your mind until ${until}; after that nothing can be brought back.`,
      ...(link === undefined
        ? []
        : ['To see what will happen, or to undo it:', { link, label: 'Open the page' }]),
      'You do not want this? Then undo it on the page, or call us.',
      ...footing(about),
    ],
  }),
  erasureUndone: (about) => ({
    subject: 'Your data will not be erased',
    parts: [
      greeting,
      'the erasure of your data was undone. Everything is as it was before.',
      notYou,
      ...footing(about),
    ],
  }),
  contactChanged: ({ helpPhone }) => ({
    subject: 'Your address was changed',
    parts: [
      greeting,
      'Our messages to you now go to another e-mail address, no longer to this one.',
      notYou,
      `Help by phone: ${helpPhone}`,
      never,
    ],
  }),
  adminsChanged: ({ tenant, former }) => ({
    subject: 'Your admins have changed',
    parts: [
      greeting,
      `Somebody became an admin of ${tenant}, is one no longer, or has another e-mail address. The list of members shows who administers now, and the log what was changed.`,
      former
        ? 'You get this message because you were an admin until a short while ago, or because this was your address. Did you not expect that? Please talk to those in charge at once.'
        : 'Did you not expect that? Please talk to the other admins at once.',
    ],
  }),
  contractEndAsked: ({ tenant }) => ({
    subject: 'Somebody asks to end your contract',
    parts: [
      greeting,
      `An admin has asked to end the contract for ${tenant}. It ends only if a second admin confirms that. Until then everything goes on, and any admin can turn it down.`,
    ],
  }),
  contractEndSet: ({ tenant, endsOn }) => ({
    subject: 'Your contract is going to end',
    parts: [
      greeting,
      `The contract for ${tenant} ends on ${endsOn}. Until then everything goes on. Whoever has set this can undo it.`,
    ],
  }),
  contractEnded: ({ tenant, lastDay }) => ({
    subject: 'Your contract has ended',
    parts: [
      greeting,
      `The contract for ${tenant} has ended. From now on nothing is written and nothing is passed on.`,
      ...(lastDay === undefined
        ? []
        : [
            `Until ${lastDay} people can take their own data with them, and you can read consents, receipts and the log. Then everything is removed completely and for good. Retrieve what you have to keep.`,
          ]),
    ],
  }),
  contractReinstated: ({ tenant }) => ({
    subject: 'Your contract goes on',
    parts: [greeting, `The contract for ${tenant} is in force again. Nothing is removed.`],
  }),
  purgeNear: ({ tenant, lastDay }) => ({
    subject: 'Your data are about to be removed',
    parts: [
      greeting,
      `The contract for ${tenant} has ended. ${
        lastDay === undefined ? 'In a few days' : `After ${lastDay}`
      } all data are removed completely and for good. Retrieve what you have to keep before.`,
    ],
  }),
  holdSet: (about) => ({
    subject: 'A legal hold is set',
    parts: [
      greeting,
      `A legal hold is set on ${held(about)}: until ${about.until} ${about.ofPerson ? 'they are not' : 'nothing is'} removed, even if the contract has ended. The list of legal holds shows why. Two admins can release it sooner; anyone of you can renew it.`,
    ],
  }),
  holdReleaseRequested: (about) => ({
    subject: 'Somebody asks to release a legal hold',
    parts: [
      greeting,
      `An admin has asked to release the legal hold on ${held(about)}. It lasts until ${about.until} unless a second admin confirms the release. If the contract has ended, ${about.ofPerson ? 'they' : 'all data'} are removed after a release.`,
    ],
  }),
  holdNearEnd: (about) => ({
    subject: 'A legal hold is about to end',
    parts: [
      greeting,
      `The legal hold on ${held(about)} ends on ${about.until}. If the contract has ended, ${about.ofPerson ? 'they' : 'all data'} are removed after it. Is the reason for the hold still there? Then renew it before.`,
    ],
  }),
  holdEnded: (about) => ({
    subject: 'A legal hold has ended',
    parts: [
      greeting,
      `The legal hold on ${held(about)} ended on ${about.until}. If the contract has ended, ${about.ofPerson ? 'they are going to be removed completely and for good.' : 'all data are going to be removed completely and for good. Retrieve what you have to keep before.'}`,
    ],
  }),
};
