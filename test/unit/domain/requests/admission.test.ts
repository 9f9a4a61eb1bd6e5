import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assuranceSuffices } from '../../../../lambdas/domain/catalogue/assurance.ts';
import type { Assurance } from '../../../../lambdas/domain/catalogue/category.ts';
import type { Notice } from '../../../../lambdas/domain/catalogue/notice.ts';
import { Problem } from '../../../../lambdas/domain/problems.ts';
import {
  assertNotBlocked,
  blockDays,
  type Earlier,
  type ReRequestBlock,
  withinNotice,
} from '../../../../lambdas/domain/requests/admission.ts';
import type { ConsentRequest } from '../../../../lambdas/domain/requests/request.ts';
import { allItems, categories, contact, day, from, lab, notice, now } from '../../../support/samples.ts';

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

  it('under a notice that is not valid before tomorrow; from its first day on it may be asked', () => {
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

describe('what is asked', () => {
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

describe('assurance', () => {
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

const same = { organisation: 'labor-sued', purpose: 'MedicalHealth', items: allItems };
const earlier = (over: Partial<Earlier> = {}): Earlier => ({
  ...same,
  state: 'pending',
  lapsesAt: from(now, -10 * day),
  ...over,
});
const stands = (
  blocks: readonly ReRequestBlock[],
  requests: readonly Earlier[],
  at = now,
  items = allItems,
) => refusal(() => assertNotBlocked({ ...same, items }, blocks, requests, at))?.[0] === 'no-means-no';

describe('no means no', () => {
  it('after a refusal, withdrawal or narrowing, up to the millisecond its block ends', () => {
    const block = { items: allItems, until: now };
    expect(stands([block], [], from(now, -1))).toBe(true);
    expect(stands([block], [], now)).toBe(false);
    expect(stands([{ items: allItems, until: '2026-11-24T10:00:00Z' }], [], from(now, 1))).toBe(false);
  });

  it('for a single field that was blocked', () => {
    const blocks = [{ items: [{ category: 'health.lab', fields: ['note'] }], until: from(now, day) }];
    expect(stands(blocks, [])).toBe(true);
    expect(stands(blocks, [], now, [{ category: 'health.lab', fields: ['note', 'x'] }])).toBe(true);
    expect(stands(blocks, [], now, [{ category: 'health.lab', fields: ['value'] }])).toBe(false);
    expect(stands(blocks, [], now, [{ category: 'contact', fields: ['note'] }])).toBe(false);
  });

  it('after two requests left to lapse, counted from the second', () => {
    const first = earlier({ lapsesAt: from(now, -300 * day) });
    const second = earlier({ lapsesAt: from(now, -blockDays * day + 1) });
    expect(stands([], [first])).toBe(false);
    expect(stands([], [second, first])).toBe(true);
    expect(stands([], [first, second], from(now, 1))).toBe(false);
  });

  it('after a request was declined before the code and then taken back by those who asked', () => {
    const takenBack = earlier({ state: 'cancelled', provisional: 'declined', lapsesAt: from(now, day) });
    expect(stands([], [takenBack])).toBe(true);
    expect(stands([], [takenBack], from(now, (blockDays + 1) * day))).toBe(false);
    expect(stands([], [earlier({ state: 'cancelled', lapsesAt: from(now, day) })])).toBe(false);
  });

  it('whether the lapse was written or only came', () => {
    expect(stands([], [earlier(), earlier({ state: 'lapsed' })])).toBe(true);
  });

  it('not after a third lapse alone: it takes two for each refusal', () => {
    const past = [-400, -390, -5].map((days) => earlier({ lapsesAt: from(now, days * day) }));
    expect(stands([], past)).toBe(false);
    expect(stands([], [...past, earlier({ lapsesAt: from(now, -4 * day) })])).toBe(true);
  });

  it.each(['declined', 'not-for-me'] as const)(
    'after one that was marked %s and then left',
    (provisional) => {
      expect(stands([], [earlier({ provisional, lapsesAt: now })])).toBe(true);
      expect(stands([], [earlier({ provisional, lapsesAt: from(now, 1) })])).toBe(false);
      expect(stands([], [earlier({ provisional, lapsesAt: from(now, -blockDays * day) })])).toBe(false);
    },
  );

  it('not because of requests that are open, granted, cancelled, or refused with a block of their own', () => {
    const past = (['granted', 'refused'] as const).flatMap((state) => [
      earlier({ state }),
      earlier({ state, provisional: 'declined' }),
    ]);
    past.push(earlier({ state: 'cancelled' }));
    expect(
      stands([], [...past, earlier({ lapsesAt: from(now, 1) }), earlier({ lapsesAt: from(now, 2) })]),
    ).toBe(false);
  });

  it.each<[string, Partial<Earlier>]>([
    ['another organisation', { organisation: 'klinik-west' }],
    ['another purpose', { purpose: 'AcademicResearch' }],
    ['other items', { items: [{ category: 'health.xray', fields: ['value'] }] }],
  ])('not because of what happened to %s', (_, other) => {
    expect(stands([], [earlier(other), earlier(other), earlier({ ...other, provisional: 'declined' })])).toBe(
      false,
    );
  });

  it('for six months at least, whatever the day: never shorter than six calendar months', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (no) => {
          const sixMonths = new Date(no);
          sixMonths.setUTCMonth(no.getUTCMonth() + 6);
          expect(no.getTime() + blockDays * day).toBeGreaterThanOrEqual(sixMonths.getTime());
        },
      ),
    );
  });

  it('does not depend on the order of what happened', () => {
    const drawn = fc.record({
      state: fc.constantFrom('pending' as const, 'lapsed' as const, 'granted' as const),
      provisional: fc.constantFrom(undefined, 'declined' as const),
      lapsesAt: fc.integer({ min: -400, max: 10 }).map((days) => from(now, days * day)),
    });
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 6 }), (some) => {
        const requests = some.map((one) => earlier(one));
        expect(stands([], [...requests].reverse())).toBe(stands([], requests));
      }),
    );
  });
});
