import type { Routes } from './operation.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { consentRoutes, myConsentRoutes, withdrawalRoutes } from './routes/consents.ts';
import { deploymentRoutes } from './routes/deployment.ts';
import { disclosureRoutes, myDisclosureRoutes } from './routes/disclosure.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { exportRoutes } from './routes/exports.ts';
import { holdRoutes } from './routes/holds.ts';
import { memberRoutes } from './routes/members.ts';
import { myContactRoutes, myRightsRoutes, peopleRoutes } from './routes/people.ts';
import { myDataRoutes, recordRoutes } from './routes/records.ts';
import { myRefusalRoutes, myRequestRoutes, requestRoutes } from './routes/requests.ts';
import { retentionRoutes } from './routes/retention.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { tenantRoutes } from './routes/tenants.ts';

const routes: Routes = {
  ...catalogueRoutes,
  ...consentRoutes,
  ...myConsentRoutes,
  ...withdrawalRoutes,
  ...deploymentRoutes,
  ...disclosureRoutes,
  ...myDisclosureRoutes,
  ...evidenceRoutes,
  ...exportRoutes,
  ...holdRoutes,
  ...memberRoutes,
  ...peopleRoutes,
  ...myContactRoutes,
  ...myRightsRoutes,
  ...recordRoutes,
  ...myDataRoutes,
  ...requestRoutes,
  ...myRequestRoutes,
  ...myRefusalRoutes,
  ...retentionRoutes,
  ...sessionRoutes,
  ...tenantRoutes,
};

/** The methods of a path, `HEAD` among them where anybody may `GET`; none where the path is unknown. */
export function methodsAt(path: string): string[] {
  const here = Object.values(routes).filter((route) => route.path === path);
  const methods = here.map(({ method }) => method);
  return here.some(answersHead) ? [...methods, 'HEAD'] : methods;
}

/** Whether `HEAD` is answered as `GET` is: for what the public function serves. */
function answersHead(route: Routes[string]): boolean {
  return route.method === 'GET' && route.function === 'public';
}
