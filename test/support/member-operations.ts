import { allOperations } from '../../lambdas/api/operations.ts';

const others = ['public', 'link', 'standing', 'confirmed'];

/** Every operation that members call, with a token. */
export const memberOperations = allOperations.filter(
  ({ who }) => !who.some((caller) => others.includes(caller)),
);
