import { describe, expect, test } from 'vitest';
import type { Operation } from '../../lambdas/api/operation.ts';
import { allOperations } from '../../lambdas/api/operations.ts';
import { apiPage } from '../../tools/api-docs/api-page.ts';
import { html } from '../../tools/api-docs/markup.ts';
import { openApi } from '../../tools/api-docs/openapi.ts';

const page = apiPage(allOperations, openApi(allOperations));
const all = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, group = '']) => group);

describe('the docs page', () => {
  test('has every operation, and every link in it leads somewhere', () => {
    const ids = all(/ id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name } of allOperations) expect(ids).toContain(name);
    for (const target of all(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(all(/(?:href|src)="([^#"][^"]*)"/g)).toEqual(['page/icon.svg', 'page/docs.css', 'openapi.json']);
  });

  test('needs nothing that its policy refuses: no script, no inline style, no handler, nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:|<img|<iframe|<form/i);
  });

  test('sets names as code', () => {
    expect(page).not.toContain('`');
    expect(page).toContain('unless <code>reference</code> names them');
  });

  test('is one document with one main heading and no heading left out', () => {
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    const levels = all(/<h([1-6])/g).map(Number);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('makes text of whatever stands in the table', () => {
    const evil: Operation[] = [
      {
        name: 'evil.read',
        method: 'GET',
        path: '/v1/<script>',
        function: 'public',
        summary: '<script>alert("1")</script> & \'more\'',
        who: ['public'],
        status: 204,
      },
    ];
    expect(apiPage(evil, openApi(evil))).not.toContain('<script');
    expect(html`<p title="${'"x"'}">${'<b>'}${html`<i>${'&'}</i>`}${[1, 'a<']}</p>`.text).toBe(
      '<p title="&quot;x&quot;">&lt;b&gt;<i>&amp;</i>1a&lt;</p>',
    );
  });
});
