import { describe, expect, it } from 'vitest';
import { isSafari, plainCookie, secureCookie } from '../../../../local/pages/safari.ts';

const agents = {
  Safari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Safari on a phone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  Chrome:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
  Firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  curl: 'curl/8.5.0',
};

describe('the cookie of a session at http://localhost', () => {
  it.each(Object.entries(agents))('is plain for Safari alone, which keeps no other: %s', (name, agent) => {
    expect(isSafari(agent)).toBe(name.startsWith('Safari'));
    expect(isSafari(undefined)).toBe(false);
  });

  it('goes out without what needs HTTPS, and comes back as it was', () => {
    const set = '__Host-habeas=tnt_1.ind_2.x; Path=/; Max-Age=1800; HttpOnly; Secure; SameSite=Strict';
    expect(plainCookie(set)).toBe('habeas=tnt_1.ind_2.x; Path=/; Max-Age=1800; HttpOnly; SameSite=Strict');
    expect(secureCookie('a=1; habeas=tnt_1.ind_2.x')).toBe('a=1; __Host-habeas=tnt_1.ind_2.x');
  });

  it.each(['Set-Cookie', 'a=1; Secure', 'text/html', '__Host-habeas=x', 'my-habeas=1'])(
    'leaves %s alone',
    (value) => {
      expect(secureCookie(value)).toBe(value);
      expect(plainCookie(value.replace('__Host-habeas', 'other'))).toBe(
        value.replace('__Host-habeas', 'other'),
      );
    },
  );
});
