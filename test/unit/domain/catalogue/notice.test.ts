import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notice as schema } from '../../../../lambdas/domain/catalogue/notice.ts';
import { organisation } from '../../../../lambdas/domain/catalogue/organisation.ts';
import { notice } from '../../../support/samples.ts';

type Tree = { [name: string]: Tree | unknown };

/** A copy without the member at a path, or with another one there. */
function changed(path: string, value?: unknown, of: Tree = notice as unknown as Tree): Tree {
  const [name = '', ...rest] = path.split('/');
  const copy = { ...of };
  if (rest.length > 0) copy[name] = changed(rest.join('/'), value, copy[name] as Tree);
  else if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}
function faults(given: unknown): string[] {
  const { error } = schema.safeParse(given);
  return (error?.issues ?? []).map(({ path }) => path.join('/'));
}

describe('a notice is complete, or it cannot be used', () => {
  it('it is accepted when nothing is missing', () => {
    expect(faults(notice)).toEqual([]);
  });

  // Art. 13 and 14 GDPR want these in it, or consent is not free and informed without them (Art. 4(11) and 7).
  it.each([
    'languages',
    'controllers',
    'purpose',
    'purpose/code',
    'purpose/sentence',
    'legalBasis',
    'legalBasis/article6',
    'categories',
    'source',
    'recipients',
    'keptByRecipients',
    'longestDays',
    'automatedDecisions',
    'automatedDecisions/exist',
    'afterNo',
    'afterNo/treatmentUnchanged',
    'afterNo/consequence',
    'relationship',
    'rights',
    'authority',
    'authority/name',
    'authority/address',
    'saleOrSharing',
    'sensitiveUseBeyondService',
    'linkCodeAcceptance/officer',
    'linkCodeAcceptance/at',
    'linkCodeAcceptance/reference',
  ])('it is refused without %s', (path) => {
    expect(faults(changed(path))).toContain(path);
  });

  const texts = ['purpose/sentence', 'source', 'keptByRecipients', 'afterNo/consequence', 'rights'];
  it.each(texts.flatMap((path) => ['de', 'en'].map((tongue) => [path, tongue])))(
    'it is refused when %s is missing in %s, which it offers',
    (path, tongue) => {
      expect(faults(changed(`${path}/${tongue}`))).toContain(path);
    },
  );

  it.each(texts)('it is refused when %s is nothing but white space', (path) => {
    expect(faults(changed(`${path}/de`, ' \n\t'))).toContain(`${path}/de`);
  });

  it.each(['controllers', 'categories', 'recipients', 'languages'])(
    'it is refused with no %s at all',
    (path) => {
      expect(faults(changed(path, []))).toContain(path);
    },
  );

  it('it needs a text only in the languages it offers, and may have more', () => {
    const german = changed('languages', ['de']);
    expect(faults(german)).toEqual([]);
    expect(faults(changed('rights/en', undefined, german))).toEqual([]);
    expect(faults(changed('rights/de', undefined, german))).toEqual(['rights']);
  });

  it('it is refused in a language twice, or in one that the page does not speak', () => {
    expect(faults(changed('languages', ['de', 'de']))).toEqual(['languages']);
    expect(faults(changed('languages', ['fr']))).not.toEqual([]);
  });

  it('it is refused on another legal basis than consent', () => {
    for (const basis of ['6(1)(b)', '6(1)(f)', '', null])
      expect(faults(changed('legalBasis/article6', basis))).toEqual(['legalBasis/article6']);
    expect(faults(changed('legalBasis/article9', '9(2)(h)'))).toEqual(['legalBasis/article9']);
  });

  it.each(['employee', 'citizen'])('it needs officerApproval where relationship is %s', (relationship) => {
    const given = changed('relationship', relationship);
    expect(faults(given)).toEqual(['officerApproval']);
    expect(faults(changed('officerApproval', notice.linkCodeAcceptance, given))).toEqual([]);
  });

  it('it explains automated decisions where there are any, in every language it offers', () => {
    const given = changed('automatedDecisions', { exist: true });
    expect(faults(given)).toEqual(['automatedDecisions/explanation']);
    expect(faults(changed('automatedDecisions/explanation', { de: 'So.' }, given))).toEqual([
      'automatedDecisions/explanation',
    ]);
    expect(faults(changed('automatedDecisions/explanation', { de: 'So.', en: 'So.' }, given))).toEqual([]);
  });

  it('it is refused with a member more, at any depth', () => {
    for (const path of ['x', 'purpose/x', 'legalBasis/x', 'rights/fr', 'authority/x', 'afterNo/x'])
      expect(faults(changed(path, 'x'))).not.toEqual([]);
  });

  it.each([0, -1, 3651, 1.5, '180'])('it is refused with %j as its longest days', (days) => {
    expect(faults(changed('longestDays', days))).toEqual(['longestDays']);
  });

  it('it is refused, never failed on, whatever it is', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.tuple(fc.constantFrom(...Object.keys(notice)), fc.jsonValue()).map(([name, value]) => ({
        ...notice,
        [name]: value,
      })),
    );
    fc.assert(
      fc.property(anything, (given) => {
        expect(() => schema.safeParse(given)).not.toThrow();
      }),
    );
  });
});

describe('an organisation', () => {
  const laborSued = {
    legalName: 'Labor Süd GmbH',
    contact: { email: 'post@labor-sued.example.org', address: 'Lindwurmstraße 60, 80337 München' },
    officer: { name: 'Dr. Vogt', contact: 'datenschutz@labor-sued.example.org' },
    country: 'DE',
    role: 'controller',
    verified: { by: 'Praxis Nord', at: '2026-11-02T09:00:00Z' },
  };

  it.each([
    'legalName',
    'contact',
    'contact/address',
    'officer',
    'officer/name',
    'officer/contact',
    'country',
    'role',
    'verified',
    'verified/by',
    'verified/at',
  ])('is refused without %s', (path) => {
    expect(organisation.safeParse(laborSued).success).toBe(true);
    expect(organisation.safeParse(changed(path, undefined, laborSued)).success).toBe(false);
  });

  it.each([
    ['country', 'de'],
    ['country', 'Germany'],
    ['role', 'owner'],
    ['safeguard', 'trust'],
    ['contact/email', 'nobody'],
    ['contact/phone', 'call me'],
    ['contact/web', 'http://labor-sued.example.org'],
    ['contact/web', 'javascript:alert(1)'],
  ])('is refused with %s "%s"', (path, value) => {
    expect(organisation.safeParse(changed(path, value, laborSued)).success).toBe(false);
  });
});
