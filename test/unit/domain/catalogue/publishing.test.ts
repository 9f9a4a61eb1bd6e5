import { describe, expect, it } from 'vitest';
import type { Category } from '../../../../lambdas/domain/catalogue/category.ts';
import type { Notice } from '../../../../lambdas/domain/catalogue/notice.ts';
import type { Organisation } from '../../../../lambdas/domain/catalogue/organisation.ts';
import { noticeFaults } from '../../../../lambdas/domain/catalogue/publishing.ts';

const both = (text: string) => ({ de: text, en: text });
const organisation = { role: 'controller' } as Organisation;
const category: Category = {
  label: both('label'),
  plain: both('plain'),
  sensitivity: 'special',
  assurance: 'link+code',
  fields: [{ code: 'value', type: 'number', label: both('field'), required: true }],
};
const notice = {
  languages: ['de', 'en'],
  controllers: ['labor'],
  recipients: ['labor'],
  categories: ['lab'],
  legalBasis: { article6: '6(1)(a)', article9: '9(2)(a)' },
  linkCodeAcceptance: { officer: 'Dr. Vogt', at: '2026-11-03T10:00:00.000Z', reference: 'DSB-1' },
} as unknown as Notice;

const pointers = (
  over: Partial<Notice>,
  organisations: Record<string, Organisation> = { labor: organisation },
  categories: Record<string, Category> = { lab: category },
  languages: Notice['languages'] = [],
) => noticeFaults({ ...notice, ...over }, organisations, categories, languages).map(({ pointer }) => pointer);

describe('a notice that is to be published', () => {
  it('lacks nothing when its parties and categories are there', () => {
    expect(pointers({})).toEqual([]);
  });

  it('names parties and categories that exist', () => {
    expect(pointers({}, {}, {})).toEqual([
      '/content/controllers/0',
      '/content/recipients/0',
      '/content/categories/0',
    ]);
  });

  it('has a controller who decides about purposes', () => {
    expect(pointers({}, { labor: { ...organisation, role: 'processor' } })).toEqual([
      '/content/controllers/0',
    ]);
    expect(pointers({}, { labor: { ...organisation, role: 'joint-controller' } })).toEqual([]);
  });

  it('has a basis in Art. 9 for special categories, and needs none for ordinary ones', () => {
    const legalBasis = { article6: '6(1)(a)' } as const;
    expect(pointers({ legalBasis })).toEqual(['/content/legalBasis/article9']);
    const ordinary: Category = { ...category, sensitivity: 'ordinary' };
    expect(pointers({ legalBasis }, undefined, { lab: ordinary })).toEqual([]);
  });

  it.each<[string, Partial<Category>]>([
    ['label', { label: { de: 'Labor' } }],
    ['description', { plain: { de: 'Labor' } }],
    ['fields', { fields: [{ code: 'value', type: 'number', label: { de: 'Wert' }, required: true }] }],
  ])('has the %s of each category in every language it offers', (_, over) => {
    const german = { lab: { ...category, ...over } };
    expect(pointers({}, undefined, german)).toEqual(['/content/categories/0']);
    expect(pointers({ languages: ['de'] }, undefined, german)).toEqual([]);
  });

  it('is in every language of the tenant', () => {
    expect(pointers({}, undefined, undefined, ['de', 'en'])).toEqual([]);
    expect(pointers({ languages: ['de'] }, undefined, undefined, ['de', 'en'])).toEqual([
      '/content/languages',
    ]);
  });

  it('can be consented to: with the officer’s acceptance for special categories, and an assurance that can be had', () => {
    expect(pointers({ linkCodeAcceptance: undefined })).toEqual(['/content/linkCodeAcceptance']);
    const ordinary: Category = { ...category, sensitivity: 'ordinary' };
    expect(pointers({ linkCodeAcceptance: undefined }, undefined, { lab: ordinary })).toEqual([]);
    expect(pointers({}, undefined, { lab: { ...ordinary, assurance: 'desk' } })).toEqual([
      '/content/categories/0',
    ]);
  });

  it('names nothing twice', () => {
    const twice = {
      controllers: ['labor', 'labor'],
      recipients: ['labor', 'labor'],
      categories: ['lab', 'lab'],
    };
    expect(pointers(twice)).toEqual(['/content/controllers', '/content/recipients', '/content/categories']);
  });
});
