import { catalogueExamples } from './examples/catalogue.ts';
import { exportExamples } from './examples/exports.ts';
import { individualExamples } from './examples/individual.ts';
import { individualRightsExamples } from './examples/individual-rights.ts';
import { requestExamples } from './examples/requests.ts';
import { tenantExamples } from './examples/tenants.ts';

/** One body and one answer of each operation that has them; a test checks them against the schemas. */
export const examples: Readonly<Record<string, { readonly body?: unknown; readonly answer?: unknown }>> = {
  ...tenantExamples,
  ...exportExamples,
  ...catalogueExamples,
  ...requestExamples,
  ...individualExamples,
  ...individualRightsExamples,
};
