import { expect, test } from 'vitest';
import type { Operation } from '../../../lambdas/api/operation.ts';
import { pagePolicy, securityHeaders } from '../../../lambdas/api/security-headers.ts';
import { rendered } from '../../../lambdas/http/response.ts';

const row: Operation = {
  name: 'page.read',
  method: 'GET',
  path: '/',
  function: 'public',
  summary: '',
  who: ['public'],
  status: 200,
};

test('a page goes out as it is, under its own policy and every other security header', () => {
  const raw = { content: '<p>ä</p>', contentType: 'text/html; charset=utf-8', policy: pagePolicy };
  expect(rendered(row, { raw })).toEqual({
    statusCode: 200,
    headers: {
      ...securityHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy,
    },
    body: '<p>ä</p>',
  });
});

test('what is no page may load nothing at all', () => {
  const raw = { content: '{}', contentType: 'application/json' };
  expect(rendered(row, { raw }).headers?.['Content-Security-Policy']).toMatch(
    /^default-src 'none'; frame-ancestors 'none'/,
  );
});

test("the page's policy lets nothing in but what the same origin serves, and no markup from scripts", () => {
  expect(pagePolicy).not.toMatch(/unsafe|\*|data:|https?:/);
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
    expect(pagePolicy.split('; ')).toContain(rule);
});

test('an answer without a body has no content type', () => {
  expect(rendered({ ...row, status: 204 }, {})).toMatchObject({ statusCode: 204, body: '' });
  expect(rendered({ ...row, status: 204 }, {}).headers).not.toHaveProperty('Content-Type');
});

test('cookie, location and version stand in headers', () => {
  const { headers } = rendered(row, { cookie: 'a=b', location: '/v1/x', version: 3 });
  expect(headers).toMatchObject({ 'Set-Cookie': 'a=b', Location: '/v1/x', ETag: '"v3"' });
});
