import { describe, expect, it } from 'vitest';
import { linkIn, pathOfPage } from '../../../web/session/link.ts';

const tenant = `tnt_${'0'.repeat(32)}`;
const token = `${'A'.repeat(22)}-_${'aB9z'.repeat(10)}`;
const at = (hash: string, pathname = '/') => linkIn({ hash, pathname });

describe('the link in an address', () => {
  it.each(['', '.', ')', '>', '?utm_source=mail', '&x=1', '%20', ').'])(
    'is read up to its last character, whatever follows: “%s”',
    (stray) => {
      expect(at(`#${token}${stray}`)).toEqual({ tenant, token, isCut: false });
    },
  );

  it('is found where a mail program wrote %23 for the #', () => {
    expect(at('', `/dev/%23${token}`)).toEqual({ tenant, token, isCut: false });
    expect(pathOfPage({ pathname: `/dev/%23${token}` })).toBe('/dev/');
  });

  it('without its tail is known to be cut, and keeps its tenant, to send for a new one', () => {
    for (let length = 22; length < token.length; length += 1)
      expect(at(`#${token.slice(0, length)}`)).toEqual({ tenant, isCut: true });
  });

  it('is none in the tenant’s own address of the page, nor in that of a screen', () => {
    expect(at(`#${tenant}`)).toEqual({ tenant, isCut: false });
    expect(at(`#${tenant}.`)).toEqual({ tenant, isCut: false });
    for (const hash of ['', '#', '#ask', '#constructor', `#withdraw/cns_${'0'.repeat(32)}`])
      expect(at(hash)).toBeUndefined();
  });
});

describe('the path of the page', () => {
  it.each(['/', '/dev/'])('%s stays when the link leaves the address', (pathname) => {
    expect(pathOfPage({ pathname })).toBe(pathname);
  });
});
