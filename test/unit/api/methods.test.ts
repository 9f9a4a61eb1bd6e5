import { expect, test } from 'vitest';
import { methodsAt } from '../../../lambdas/api/methods.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';

test('a path has the methods of its operations, and HEAD where anybody may read it as a document', () => {
  for (const [path, rows] of Map.groupBy(allOperations, (row) => row.path)) {
    const head = rows.some((row) => row.function === 'public') ? ['HEAD'] : [];
    expect(methodsAt(path).sort(), path).toEqual([...rows.map(({ method }) => method), ...head].sort());
  }
  expect(methodsAt('/v1/nothing')).toEqual([]);
});
