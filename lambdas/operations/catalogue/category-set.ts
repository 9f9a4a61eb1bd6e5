import { takenAway } from '../../domain/catalogue/category-change.ts';
import type { Handler } from '../../http/serve.ts';
import { categoryDefinitions } from '../../stores/catalogue/definitions.ts';
import { changedDefinition, without } from './changed-definition.ts';

/** Sets a category; what notices, consents and records may already name is not taken away from it. */
export const categorySet: Handler<'category.set'> = async (call, authority) => {
  const written = await categoryDefinitions.set({
    ...changedDefinition(call, authority),
    code: call.path.category,
    content: call.body,
    judge: (before) => without(before ? takenAway(before, call.body) : []),
  });
  return { body: written, version: written.version };
};
