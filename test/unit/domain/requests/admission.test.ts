import { describe, expect, it } from 'vitest';
import { assuranceSuffices } from '../../../../lambdas/domain/catalogue/assurance.ts';
import type { Assurance } from '../../../../lambdas/domain/catalogue/category.ts';
import type { Notice } from '../../../../lambdas/domain/catalogue/notice.ts';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import { withinNotice } from '../../../../lambdas/domain/requests/admission.ts';
import type { ConsentRequest } from '../../../../lambdas/domain/requests/request.ts';
import { categories, contact, day, from, lab, notice, now } from '../../../support/samples.ts';

const ask: ConsentRequest = {
  individualId: `ind_${'0'.repeat(32)}`,
  notice: { id: `ntc_${'0'.repeat(32)}`, version: 2 },
  items: [{ category: 'health.lab' }, { category: 'contact', fields: ['city', 'name'] }],
  reads: 'unlimited',
  until: from(now, 90 * day),
};

function asked(
  over: Partial<ConsentRequest> = {},
  content: Notice = notice,
  available: Assurance = 'link+code',
) {
  const inForce = { content, version: 2, newest: 2 };
  return withinNotice({ ...ask, ...over }, 'labor-sued', inForce, categories, available, now);
}
function refusal(act: () => unknown): string[] | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.code, ...(error.errors ?? []).map((fault) => fault.pointer)];
  }
}

describe('a consent request is refused', () => {
  it.each<[string, Partial<ConsentRequest>, string]>([
    ['for a category its notice does not name', { items: [{ category: 'other' }] }, '/items/0/category'],
    [
      'for a field its category does not have',
      { items: [{ category: 'contact', fields: ['name', 'iban'] }] },
      '/items/0/fields/1',
    ],
    ['for a recipient its notice does not name', { recipients: ['labor-sued', 'x'] }, '/recipients/1'],
    ['when its own organisation would not receive', { recipients: ['klinik-west'] }, '/recipients'],
    ['until now', { until: now }, '/until'],
    ['until a moment ago', { until: from(now, -1) }, '/until'],
    ['for a millisecond longer than its notice allows', { until: from(now, 180 * day + 1) }, '/until'],
  ])('%s', (_, over, pointer) => {
    expect(refusal(() => asked(over))).toEqual(['invalid-request', pointer]);
  });

  it('for a category that is in the notice and does not exist', () => {
    const content = { ...notice, categories: [...notice.categories, 'gone'] };
    expect(refusal(() => asked({ items: [{ category: 'gone' }] }, content))).toEqual([
      'invalid-request',
      '/items/0/category',
    ]);
  });

  it('for a category that exists and is not in the notice', () => {
    const content = { ...notice, categories: ['contact'] };
    expect(refusal(() => asked({ items: [{ category: 'health.lab' }] }, content))).toEqual([
      'invalid-request',
      '/items/0/category',
    ]);
  });

  it('by an organisation that its notice does not name', () => {
    const inForce = { content: notice, version: 2, newest: 2 };
    expect(refusal(() => withinNotice(ask, 'x', inForce, categories, 'link+code', now))).toEqual([
      'invalid-request',
      '/recipients/0',
    ]);
  });

  it('under a notice that has a newer version', () => {
    const inForce = { content: notice, version: 2, newest: 3 };
    const act = () => withinNotice(ask, 'labor-sued', inForce, categories, 'link+code', now);
    expect(refusal(act)).toEqual(['conflict']);
  });

  it('under a notice that is not valid before tomorrow, but not from its first day on', () => {
    expect(refusal(() => asked({}, { ...notice, validFrom: '2026-11-25' }))).toEqual([
      'invalid-request',
      '/notice',
    ]);
    expect(refusal(() => asked({}, { ...notice, validFrom: '2026-11-24' }))).toBeUndefined();
  });

  it('when nobody could consent with enough assurance', () => {
    const { linkCodeAcceptance: _, ...strict } = notice;
    expect(refusal(() => asked({}, strict))).toEqual(['conflict']);
    expect(refusal(() => asked({}, strict, 'second-channel'))).toBeUndefined();
    expect(refusal(() => asked({ items: [{ category: 'contact' }] }, strict))).toBeUndefined();
  });
});

describe('what is requested', () => {
  it('names everything, in one order, and nothing that was left out', () => {
    expect(asked()).toEqual({
      items: [
        { category: 'contact', fields: ['name', 'city'] },
        { category: 'health.lab', fields: ['test', 'value', 'unit', 'note'] },
      ],
      reads: 'unlimited',
      until: ask.until,
      recipients: ['labor-sued'],
    });
  });

  it('may be for exactly as long as the notice allows', () => {
    const until = from(now, 180 * day);
    expect(asked({ until }).until).toBe(until);
  });

  it('names each recipient once', () => {
    const recipients = ['klinik-west', 'labor-sued', 'labor-sued'];
    expect(asked({ recipients }).recipients).toEqual(['klinik-west', 'labor-sued']);
  });
});

describe('whether an assurance suffices for a category', () => {
  const { linkCodeAcceptance: _, ...strict } = notice;

  it.each<[string, typeof lab, Notice, Assurance, boolean]>([
    ['special, by mailbox, accepted by the officer', lab, notice, 'link+code', true],
    ['special, by mailbox, not accepted', lab, strict, 'link+code', false],
    ['special, by another channel', lab, strict, 'second-channel', true],
    ['special that needs a desk, by paper', { ...lab, assurance: 'desk' }, strict, 'paper', false],
    ['special that needs a desk, at the desk', { ...lab, assurance: 'desk' }, strict, 'desk', true],
    ['ordinary, by mailbox', contact, strict, 'link+code', true],
    ['ordinary that needs more, by mailbox', { ...contact, assurance: 'oidc' }, notice, 'link+code', false],
    ['ordinary that needs more, and has it', { ...contact, assurance: 'oidc' }, strict, 'oidc', true],
  ])('%s', (_case, category, content, given, suffices) => {
    expect(assuranceSuffices(category, content, given)).toBe(suffices);
  });
});

it('a request names at most 200 fields in all', () => {
  const fields = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      ...(contact.fields[0] as (typeof contact.fields)[0]),
      code: `f${i}`,
    }));
  const wide = (count: number) => ({ ...categories, contact: { ...contact, fields: fields(count) } });
  const act = (count: number) => () =>
    withinNotice(
      { ...ask, items: [{ category: 'contact' }] },
      'labor-sued',
      { content: notice, version: 2, newest: 2 },
      wide(count),
      'link+code',
      now,
    );
  expect(refusal(act(200))).toBeUndefined();
  expect(refusal(act(201))).toEqual(['invalid-request', '/items']);
});
