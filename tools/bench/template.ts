import { bundleAll } from '../../lib/functions/bundle.ts';
import { habeasApp } from '../../lib/habeas-app.ts';
import { root } from '../../local/process/instance.ts';
import type { Figure } from './figure.ts';

/** How many resources the template of stage dev has, which CloudFormation limits to 500. */
export async function measureTemplate(): Promise<Figure[]> {
  const { app, stack } = habeasApp(await bundleAll(root), { context: { stage: 'dev' } });
  const { Resources } = app.synth().getStackByName(stack.stackName).template as { Resources: object };
  return [
    {
      what: 'template of stage dev',
      value: Object.keys(Resources).length,
      unit: 'resources',
      target: 190,
    },
  ];
}
