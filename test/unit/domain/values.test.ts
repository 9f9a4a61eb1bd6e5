import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fieldCode } from '../../../lambdas/domain/catalogue/category.ts';
import { code } from '../../../lambdas/domain/identifiers.ts';
import { email, line, phone, prose, sign } from '../../../lambdas/domain/values.ts';

const takes = (schema: ReturnType<typeof line>, text: string) => schema.safeParse(text).success;

describe('a text on one line', () => {
  test.each(['Praxis Nord', 'Müller & Söhne GmbH', '7', 'Dr. Łukasz O’Neill-Šimić', '山田', 'P-2047/3'])(
    'may be %j',
    (text) => expect(takes(line(120), text)).toBe(true),
  );

  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['signs only', '—!'],
    ['a line break', 'Amt\n\nIhre Behandlung hängt davon ab.'],
    ['a Windows line break', 'Amt\r\nNord'],
    ['a tab', 'Amt\tNord'],
    ['a blank Braille pattern', '\u2800'],
    ['Hangul fillers', '\u3164\u115f'],
    ['a space of no width', 'Amt\u200b'],
    ['a soft hyphen', 'Am\u00adt'],
    ['a joiner', 'Amt\u200dNord'],
    ['a mark of direction', 'Amt\u200e'],
    ['an Arabic letter mark', 'Amt\u061c'],
    ['a byte order mark', '\ufeffAmt'],
    ['a tag', 'Amt\u{e0041}'],
    ['a variation selector', 'Amt\u{e0100}'],
  ])('is refused for %s', (_, text) => expect(takes(line(120), text)).toBe(false));
});

test('a unit may consist of signs alone, and is never blank', () => {
  expect(['%', 'mg/dl', '°C'].every((text) => takes(sign(20), text))).toBe(true);
  expect(['', ' ', '\u200b', 'a\nb'].some((text) => takes(sign(20), text))).toBe(false);
});

test('prose may have several lines, and is never blank', () => {
  expect(takes(prose(300), 'Erster Satz.\r\nZweiter Satz.\n\tDritter.')).toBe(true);
  expect(['', '\n\n', '\u3164'].some((text) => takes(prose(300), text))).toBe(false);
});

describe('a mail address', () => {
  test.each([
    ['anna@xn--80afvemcl9d.xn--p1ai', 'anna@xn--80afvemcl9d.xn--p1ai'],
    ['a&b@example.org', 'a&b@example.org'],
    ["o'neill+x@mail.example.org", "o'neill+x@mail.example.org"],
    ['anna@müller.example', 'anna@xn--mller-kva.example'],
    ['anna@почта.рф', 'anna@xn--80a1acny.xn--p1ai'],
  ])('may be %s', (given, kept) => expect(email.parse(given)).toBe(kept));

  test.each([
    'anna@b-.com',
    'anna@-b.com',
    'anna@b..com',
    'anna@b',
    '.anna@b.com',
    'an..na@b.com',
    'anna.@b.com',
    'anna@b.c',
    'anna@127.0.0.1',
    'anna@１２７.0.0.1',
    'anna@müller.example/x',
    'anna@müller.example:25',
    'bücher@example.org',
    'anna b@example.org',
    '"anna b"@example.org',
    'anna@b.com\n',
    `${'a'.repeat(65)}@b.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(130)}com`,
  ])('is not %j', (text) => expect(email.safeParse(text).success).toBe(false));
});

describe('a phone number', () => {
  test.each([
    '+49 461 5550100',
    '+49 (0)461 5550100',
    '(0461) 5550100',
    '0461.555.0100',
    '+49\u00a0461\u00a05550100',
    '0461/555-01-00',
    '0461 – 555',
    '112',
  ])('may be %s', (text) => expect(phone.safeParse(text).success).toBe(true));

  test.each([
    '',
    '12',
    '+',
    '()()()',
    'call me',
    '0461 5550100 ext',
    '1234567890123456',
    '0461\n555',
    '++49 461',
  ])('is not %j', (text) => expect(phone.safeParse(text).success).toBe(false));
});

test('a code that names what every object has, such as constructor, is refused by its pattern, too', () => {
  expect(code.safeParse('constructor').success).toBe(false);
  expect(code.safeParse('constructor.x').success).toBe(true);
  expect(fieldCode.safeParse('toString').success).toBe(false);
  for (const schema of [code, fieldCode]) expect(JSON.stringify(z.toJSONSchema(schema))).toContain('(?!');
});
