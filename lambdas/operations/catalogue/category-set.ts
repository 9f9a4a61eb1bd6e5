import { removalFaults } from '../../domain/catalogue/category-change.ts';
import type { Handler } from '../../http/serve.ts';
import { categoryDefinitions } from '../../stores/catalogue/definitions.ts';
import { changedDefinition, unchangeable } from './changed-definition.ts';

/**
 * Sets a category. Fields, types, units and languages that notices, consents and records may refer to cannot be
 * removed.
 */
export const categorySet: Handler<'category.set'> = async (call, authority) => {
  const { id, version } = await categoryDefinitions.set({
    ...changedDefinition(call, authority),
    code: call.path.category,
    content: call.body,
    judge: (before) => unchangeable(before ? removalFaults(before, call.body) : []),
  });
  return { body: { id, version }, version };
};
