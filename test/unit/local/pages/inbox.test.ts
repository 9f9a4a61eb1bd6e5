import { describe, expect, it } from 'vitest';
import { linked } from '../../../../local/pages/inbox.ts';

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
