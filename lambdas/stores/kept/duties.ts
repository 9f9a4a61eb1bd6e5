import { categoriesOf, categoryRow } from '../../model/catalogue-rows.ts';
import { recordsOf } from '../../model/record-rows.ts';
import { queryAll, queryPage } from '../../platform/dynamodb/reads.ts';
import { shortCodeOf } from '../keys/short-code.ts';

/** The categories of which a law demands to keep records, each with the range of an individual's records in it. */
export async function dutifulCategories(tenant: string, individual: string) {
  const categories = (await queryAll(categoriesOf(tenant))).map((row) => categoryRow.from(row));
  return categories.flatMap(({ id: code, content: category }) => {
    const category16 = shortCodeOf(individual, code);
    const { keep } = category;
    return keep
      ? [{ code, category, keep, category16, range: recordsOf(tenant, individual, category16) }]
      : [];
  });
}

/** Those of which something is stored about an individual. */
export async function dutifulStored(tenant: string, individual: string) {
  const all = await dutifulCategories(tenant, individual);
  const pages = await Promise.all(all.map(({ range }) => queryPage({ ...range, limit: 1 })));
  return all.filter((_, i) => pages[i]?.rows.length !== 0);
}
