import { askingExamples } from './examples/asking.ts';
import { catalogueExamples } from './examples/catalogue.ts';
import { contractExamples } from './examples/contract.ts';
import { individualExamples } from './examples/individual.ts';

/** One body sent and one answer got of each operation that has them; a test holds them against the schemas. */
export const examples: Readonly<Record<string, { readonly body?: unknown; readonly answer?: unknown }>> = {
  ...contractExamples,
  ...catalogueExamples,
  ...askingExamples,
  ...individualExamples,
};
