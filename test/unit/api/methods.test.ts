import { expect, test } from 'vitest';
import document from '../../../docs/openapi.json' with { type: 'json' };
import { methodsIn } from '../../../lambdas/api/methods.ts';
import { allOperations } from '../../../lambdas/api/operations.ts';

test('a path has the methods of its operations, and HEAD where anybody may read it as a document', () => {
  for (const [path, rows] of Map.groupBy(allOperations, (row) => row.path)) {
    const head = rows.some((row) => row.function === 'public') ? ['HEAD'] : [];
    expect(methodsIn(document, path).sort(), path).toEqual(
      [...rows.map(({ method }) => method), ...head].sort(),
    );
  }
  for (const path of ['/v1/nothing', 'constructor']) expect(methodsIn(document, path)).toEqual([]);
});
