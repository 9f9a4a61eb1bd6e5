import type { Category } from '../catalogue/category.ts';
import type { Item, NamedItem } from './request.ts';

/** Categories by code, as far as they are known. */
export type Categories = Readonly<Record<string, Category | undefined>>;

/**
 * Items with every field named, in a fixed order (categories by code, fields as the category lists them), so that
 * equal requests are equal texts. An unknown category keeps the fields it was given.
 */
export function named(items: readonly Item[], categories: Categories): NamedItem[] {
  return items
    .map(({ category, fields }) => {
      const known = categories[category]?.fields.map((field) => field.code) ?? [];
      const wanted = fields ?? known;
      const ordered = known.filter((field) => wanted.includes(field));
      return { category, fields: ordered.length > 0 ? ordered : [...new Set(wanted)].sort() };
    })
    .sort((a, b) => (a.category < b.category ? -1 : 1));
}

/** The part of `items` that is not in `others`; categories left without fields are dropped. */
export function without(items: readonly NamedItem[], others: readonly NamedItem[]): NamedItem[] {
  return items
    .map(({ category, fields }) => ({
      category,
      fields: fields.filter((field) => !holds(others, category, field)),
    }))
    .filter((item) => item.fields.length > 0);
}

/** Whether any field of `items` is also in `others`. */
export function overlap(items: readonly NamedItem[], others: readonly NamedItem[]): boolean {
  return items.some((item) => item.fields.some((field) => holds(others, item.category, field)));
}

function holds(items: readonly NamedItem[], category: string, field: string): boolean {
  return items.some((item) => item.category === category && item.fields.includes(field));
}
