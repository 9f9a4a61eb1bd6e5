import { standingOf } from '../../domain/retention/standing.ts';
import type { Handler } from '../../http/serve.ts';
import { leavingPage } from '../../stores/retention/leaving-tenants.ts';
import { workView } from './work-view.ts';

/** Tenants on their way out, whoever is to be looked after first comes first; all of them, or those in one state. */
export const retentionList: Handler<'retention.list'> = async (call, authority) => {
  const { at, query } = call;
  const page = await leavingPage(call, authority, (leaving) => {
    const { tenant, lease } = leaving;
    const state = standingOf(tenant, lease, at);
    if (state === undefined || (query.state !== undefined && state !== query.state)) return [];
    const { id, name, epoch, endsAt, purgeAt } = tenant;
    return [{ tenant: id, name, state, epoch, endsAt, purgeAt, ...workView(leaving, at) }];
  });
  return { body: page };
};
