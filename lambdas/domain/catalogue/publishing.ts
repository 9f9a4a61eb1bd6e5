import type { InputFault } from '../problems.ts';
import type { Language } from '../values.ts';
import { assuranceSuffices, availableAssurance } from './assurance.ts';
import type { Category } from './category.ts';
import type { Notice } from './notice.ts';
import type { Organisation } from './organisation.ts';

type Known<T> = Readonly<Record<string, T | undefined>>;

/**
 * The faults of a notice that only the tenant's catalogue shows: organisations and categories that do not exist, an
 * organisation named as controller that is none, special categories without their legal basis, categories that nobody
 * could consent to for lack of assurance, texts missing in a language it offers, a language of the tenant that it does
 * not offer: people are enrolled in any of them. Pointers are into `{content: notice}`.
 */
export function noticeFaults(
  notice: Notice,
  organisations: Known<Organisation>,
  categories: Known<Category>,
  languages: readonly Language[],
): InputFault[] {
  return [
    ...languages
      .filter((language) => !notice.languages.includes(language))
      .map((language) => ({
        pointer: '/content/languages',
        detail: `${language} is a language of the tenant`,
      })),
    ...notice.controllers.flatMap((code, i) => controllerFaults(organisations[code], i)),
    ...notice.recipients.flatMap((code, i) =>
      organisations[code] ? [] : [{ pointer: `/content/recipients/${i}`, detail: 'no such organisation' }],
    ),
    ...notice.categories.flatMap((code, i) => categoryFaults(categories[code], notice, i)),
    ...repeated(notice.controllers, '/content/controllers'),
    ...repeated(notice.recipients, '/content/recipients'),
    ...repeated(notice.categories, '/content/categories'),
  ];
}

function controllerFaults(organisation: Organisation | undefined, i: number): InputFault[] {
  const pointer = `/content/controllers/${i}`;
  if (!organisation) return [{ pointer, detail: 'no such organisation' }];
  return organisation.role === 'processor'
    ? [{ pointer, detail: 'a processor does not decide about purposes' }]
    : [];
}

function categoryFaults(category: Category | undefined, notice: Notice, i: number): InputFault[] {
  const pointer = `/content/categories/${i}`;
  if (!category) return [{ pointer, detail: 'no such category' }];
  const texts = [category.label, category.plain, ...category.fields.map((field) => field.label)];
  return [
    ...(category.sensitivity === 'special' && notice.legalBasis.article9 === undefined
      ? [{ pointer: '/content/legalBasis/article9', detail: 'special categories need a basis in Art. 9' }]
      : []),
    ...(assuranceSuffices(category, notice, availableAssurance)
      ? []
      : [
          category.sensitivity === 'special'
            ? {
                pointer: '/content/linkCodeAcceptance',
                detail: 'special categories need it: there is no assurance but link+code',
              }
            : { pointer, detail: 'it needs an assurance that cannot be had' },
        ]),
    ...notice.languages
      .filter((language) => texts.some((text) => text[language] === undefined))
      .map((language) => ({ pointer, detail: `its texts are missing in ${language}` })),
  ];
}

function repeated(codes: readonly string[], pointer: string): InputFault[] {
  return new Set(codes).size === codes.length ? [] : [{ pointer, detail: 'codes must differ' }];
}
