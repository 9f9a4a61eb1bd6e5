import { textOf } from './markdown.ts';

/** The number that a file gives a constant, which may be a product; NaN when it gives none. */
export function numberIn(file: string, constant: string): number {
  const [, product = 'none'] = new RegExp(`^(?:export )?const ${constant} = ([\\d_ *]+);`, 'm').exec(
    textOf(file),
  ) ?? ['', 'none'];
  return product.split('*').reduce((all, factor) => all * Number(factor.replaceAll('_', '')), 1);
}
