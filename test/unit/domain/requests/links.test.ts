import { describe, expect, test } from 'vitest';
import { holdsLink } from '../../../../lambdas/domain/requests/links.ts';

describe('a link in a message', () => {
  test.each([
    'x.com',
    'Siehe t.me',
    'g.co',
    'a1.de/login',
    'hp.com',
    'x.ai',
    'Praxis-Nord.De',
    'EXAMPLE.ORG',
    'Example.Com',
    'www.Beispiel',
    'example.photography',
    'ｅｘａｍｐｌｅ．ｏｒｇ',
    'пример.рф',
    'xn--e1afmkfd',
    'example。com',
    'http:example',
    'ftp://x',
    'mailto:a@b',
    '192.168.0.1',
    '192.168.0.1/login',
    'tel:0461555',
    'sms:0461555',
    'javascript:alert(1)',
    'data:text/html,x',
    '<b>',
  ])('is seen in %j', (text) => expect(holdsLink(text)).toBe(true));

  test.each([
    'Danke.Gruß',
    'Prof.Dr. Lange',
    'am 3.11.2026.Bitte',
    'Wert 6.1 % (z.B. HbA1c), u.a. nüchtern',
    'Tel. 0461 5550100',
    'Tel: 0461 5550100',
    'um 10.30 Uhr. Danke. Bis bald.',
    '1.234.567 Zellen',
    'Ende…Danke',
    'Version 1.2.3',
  ])('is not seen in %j', (text) => expect(holdsLink(text)).toBe(false));
});
