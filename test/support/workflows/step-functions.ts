/*
 * The functions that state machines call, in this process.
 */

/** The function that runs a task, as the definitions of the machines have it (test/unit/state-machines). */
export function functionOf(payload: unknown): 'workflow' | 'eraser' | 'exporter' {
  const task = Object(payload).task;
  if (task === 'export.write' || task === 'purge.keep') return 'exporter';
  return task === 'export.clear' || String(task).startsWith('purge.') ? 'eraser' : 'workflow';
}

/** Gives each task to its function. Import it before the clock or the environment is set, and call it after. */
export async function stepsInProcess() {
  const handlers = {
    workflow: (await import('../../../lambdas/functions/workflow.ts')).handler,
    eraser: (await import('../../../lambdas/functions/eraser.ts')).handler,
    exporter: (await import('../../../lambdas/functions/exporter.ts')).handler,
  };
  return (payload: unknown) =>
    handlers[functionOf(payload)](payload, {
      getRemainingTimeInMillis: () => 900_000,
    });
}
