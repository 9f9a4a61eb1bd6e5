import { describe, expect, test } from 'vitest';
import { line, prose, sign } from '../../../lambdas/domain/values.ts';

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

test('a unit may be of no letter', () => {
  expect(['%', 'mg/dl', '°C'].every((text) => takes(sign(20), text))).toBe(true);
  expect(['', ' ', '\u200b', 'a\nb'].some((text) => takes(sign(20), text))).toBe(false);
});

test('prose may have several lines, and says something', () => {
  expect(takes(prose(300), 'Erster Satz.\r\nZweiter Satz.\n\tDritter.')).toBe(true);
  expect(['', '\n\n', '\u3164'].some((text) => takes(prose(300), text))).toBe(false);
});
