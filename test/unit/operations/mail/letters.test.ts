import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { set } from '../../../../lambdas/operations/mail/letter.ts';
import { mailTextsIn } from '../../../../lambdas/operations/mail/texts/languages.ts';
import { categories, laborSued, notice, praxisNord } from '../../../../local/demo/praxis-nord.ts';

const link = `https://habeas.example/#${'aB-_'.repeat(16)}`;
const about = {
  link,
  code: '402917',
  time: '14:32',
  reference: 'E19B-52F3',
  helpPhone: praxisNord.helpPhone,
  answerBy: '8. Dezember 2026',
  leaf: 'ab'.repeat(32),
};
const kinds = [
  'request',
  'reminder',
  'link',
  'code',
  'addressCode',
  'granted',
  'refused',
  'withdrawn',
  'contactChanged',
] as const;
const every = (['de', 'en'] as const).flatMap((language) =>
  kinds.map((kind) => [language, kind, set(mailTextsIn(language)[kind](about), language)] as const),
);

describe.each(every)('in %s the mail %s', (language, kind, mail) => {
  it('says nothing of who asks, for what and why', () => {
    const telling = [
      praxisNord.name,
      laborSued.legalName,
      'Labor',
      notice.purpose.sentence[language],
      ...Object.values(categories).flatMap(({ label, plain }) => [label[language], plain[language]]),
      /gesund|krank|health|medi[zc]in|arzt|ärzt|doctor|Befund|finding|Behandlung|treatment/i,
    ];
    for (const word of telling.filter((one) => one !== undefined))
      for (const part of [mail.subject, mail.text, mail.html]) expect(part).not.toMatch(word);
  });

  it('gives the phone, and says the same as text and as HTML', () => {
    expect(mail.text).toContain(praxisNord.helpPhone);
    const words = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
    const plain = mail.html
      .replace(/<title>.*?<\/title>|<strong>[^<]*<\/strong><\/a>/gs, '')
      .replace(/<[^>]*>/g, '')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&');
    expect(words(plain)).toBe(words(mail.text));
    expect(mail.html).not.toMatch(/<img|<script|src=|url\(/);
    // A phone shows it in its own width, and a long link breaks anywhere.
    expect(mail.html).toContain('<meta name="viewport" content="width=device-width">');
    if (mail.text.includes(link)) expect(mail.html).toContain(`break-all">${link}<`);
  });

  it('sets a long number in groups of four where it is read by eye', () => {
    const groups = about.leaf.match(/.{4}/g)?.join(' ');
    const expected = ['granted', 'refused', 'withdrawn'].includes(kind);
    expect([mail.text.includes(about.leaf), mail.html.includes(String(groups))]).toEqual([
      expected,
      expected,
    ]);
  });

  it('carries a link only where it leads to something', () => {
    const expected = ['request', 'reminder', 'link', 'granted'].includes(kind);
    expect(mail.text.includes(link)).toBe(expected);
    expect(mail.html.includes(`href="${link}"`)).toBe(expected);
    if (expected || kind === 'code') expect(mail.text).toContain(about.reference);
  });
});

describe('a mail', () => {
  it('about a request says how to find out that it is genuine, by a number that it does not give itself', () => {
    for (const language of ['de', 'en'] as const)
      for (const kind of ['request', 'reminder'] as const) {
        const { subject, text } = set(mailTextsIn(language)[kind](about), language);
        expect(subject).toContain(about.reference);
        expect(text).toMatch(/(die Sie schon kennen|that you already know).+E19B-52F3/);
      }
  });

  it.each(['de', 'en'] as const)(
    'in %s with a code has a subject of its own, so that no program stacks it',
    (language) => {
      const [one, other] = ['14:32', '14:34'].map(
        (time) => mailTextsIn(language).code({ ...about, time }).subject,
      );
      expect(one).toContain('14:32');
      expect(one).not.toBe(other);
    },
  );

  it('has its code as the only line of six digits', () => {
    const { text } = set(mailTextsIn('de').code(about), 'de');
    expect(text.match(/^\d{6}$/gm)).toEqual(['402917']);
    expect(text.match(/\b\d{6}\b/)?.[0]).toBe('402917');
  });

  it('lets nothing inserted become markup or a header', () => {
    const piece = fc.constantFrom('<', '>', '"', "'", '&', '\n', '\r', '<script>', '\u2028', 'Bcc: x', ' ');
    const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const tags = set(mailTextsIn('en').request(about), 'en').html.match(/<[a-z]+/g);
    fc.assert(
      fc.property(hostile, (helpPhone) => {
        const { subject, html } = set(mailTextsIn('en').request({ ...about, helpPhone }), 'en');
        expect(subject).toBe('Your decision is needed (reference E19B-52F3)');
        expect(html.match(/<[a-z]+/g)).toEqual(tags);
      }),
    );
  });
});
