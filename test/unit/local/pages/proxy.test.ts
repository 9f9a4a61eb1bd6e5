import { describe, expect, it } from 'vitest';
import { passedHeaders, targetPath } from '../../../../local/pages/proxy.ts';

const stage = { apiId: 'abc', apiStage: 'v' };

describe('the path of a request to the proxy', () => {
  it.each(['*', 'https://elsewhere.example.org/v1/health', ''])('%j is no path and leads nowhere', (path) => {
    expect(targetPath(stage, path)).toBeUndefined();
  });

  it.each(['/', '/v1/tenants/a%2Fb/..%2f?x=%20&x=', '/v1/../admin', '//elsewhere.example.org'])(
    '%s goes on below the API’s stage as it came',
    (path) => {
      expect(targetPath(stage, path)).toBe(`/_aws/execute-api/abc/v${path}`);
    },
  );
});

describe('the headers of a request to the proxy', () => {
  it('of one connection are not passed on, nor those that it names', () => {
    const sent = { Connection: 'close, X-Hop', 'x-hop': '1', TE: 'trailers', 'Keep-Alive': 'timeout=5' };
    expect(passedHeaders(Object.entries(sent).flat())).toEqual([]);
  });

  it('are passed on otherwise, in their order, case and number', () => {
    const raw = ['Set-Cookie', 'a=1', 'X-Request-Id', 'r', 'Set-Cookie', 'b=2', 'x-empty', ''];
    expect(passedHeaders(raw)).toEqual(raw);
  });
});
