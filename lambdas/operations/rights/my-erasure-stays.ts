import { labelOf } from '../../domain/wording/shown.ts';
import type { Handler } from '../../http/serve.ts';
import { dutifulStored } from '../../stores/kept/duties.ts';

/** What of my records would stay if my data were erased, under which law, and for how long. */
export const myErasureStays: Handler<'my-erasure.stays'> = async (
  { query },
  { tenant, individual, ...own },
) => {
  const language = query.language ?? own.language;
  const stored = await dutifulStored(tenant.id, individual);
  return {
    body: {
      stays: stored.map(({ code, category, keep }) => ({
        category: code,
        label: labelOf(code, category, language),
        keep,
      })),
    },
  };
};
