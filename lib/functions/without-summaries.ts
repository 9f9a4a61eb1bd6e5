import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A member `summary` or `problems` of an operation, with its text or its codes. */
const documented = /\b(?:summary:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|problems:\s*\[[^\]]*\]),/g;

/**
 * Leaves the summaries of operations and their problems out of a bundle: they are for the API's documents, no function
 * reads them.
 */
export function withoutSummaries(): Plugin {
  return {
    name: 'without-summaries',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]lambdas[\\/]api[\\/]schemas[\\/].*\.ts$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(documented, ''),
        loader: 'ts',
      }));
    },
  };
}
