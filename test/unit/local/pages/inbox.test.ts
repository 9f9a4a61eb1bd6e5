import { describe, expect, it } from 'vitest';
import { inboxPage, linked } from '../../../../local/pages/inbox.ts';
import { prefersJson } from '../../../../local/pages/own-pages.ts';

describe('a mail in the inbox', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`"a" & 'b'`, '&quot;a&quot; &amp; &#39;b&#39;'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('is text, whatever is in it: %s', (text, shown) => {
    expect(linked(text)).toBe(shown);
  });

  it.each([
    ['See http://localhost:4180/#t=a.b.', 'http://localhost:4180/#t=a.b', '.'],
    ['(https://example.org/a?b=1&c=2)', 'https://example.org/a?b=1&amp;c=2', ')'],
    ['https://example.org/"onclick="x', 'https://example.org/', '&quot;onclick=&quot;x'],
  ])('has its addresses as links, without what stands behind: %s', (text, address, rest) => {
    expect(linked(text)).toMatch(/<a /);
    expect(linked(text).split('<a ')[1]).toBe(`href="${address}">${address}</a>${rest}`);
  });
});

const mail = (to: string, html = '') => ({
  id: to,
  from: 'habeas@example.org',
  to: [to],
  subject: 'Ihre sechs Ziffern von 14:32 Uhr',
  text: '402917',
  html,
  sentAt: '2026-11-24T09:00:00.000Z',
});

describe('the inbox', () => {
  it('shows the part in HTML in a frame of its own, where nothing runs', () => {
    const page = inboxPage([mail('a@example.org', '<p>402917</p><script>alert("1")</script>')]);
    expect(page).toContain('<iframe sandbox srcdoc="&lt;p&gt;402917');
    expect(page).not.toContain('<script');
  });

  it('leads to the mails of one address, and shows the newest fifty of many', () => {
    const page = inboxPage(Array.from({ length: 60 }, (_, i) => mail(`a+${i}@example.org`)));
    expect(page).toContain('<a href="?to=a%2B0%40example.org">a+0@example.org</a>');
    expect(page.match(/<article>/g)).toHaveLength(50);
    expect(page).toContain('60 mails sent by the local system, newest first, of which these are 50.');
  });
});

describe('the lists of the local system', () => {
  it.each([
    ['application/json', true],
    ['application/json, text/plain, */*', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
    ['*/*', false],
    [undefined, false],
  ])('are JSON for who accepts %s: %s', (accept, json) => {
    expect(prefersJson(accept)).toBe(json);
  });
});
