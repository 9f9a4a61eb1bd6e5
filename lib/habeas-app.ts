import { App, type AppProps, Tags, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import type { Bundles } from './functions/bundle.ts';
import { HabeasStack } from './habeas-stack.ts';
import { acknowledge } from './oversight/acknowledgements.ts';
import { readStage } from './stage.ts';

/**
 * The CDK app, checked against four rule packs.
 * @throws StageFault for settings that are not valid together
 */
export function habeasApp(bundles: Bundles, props: AppProps = {}): { app: App; stack: HabeasStack } {
  const { app, stack } = plainApp(bundles, props);
  // The local stage leaves out what its emulator cannot take: findings about it would say nothing about AWS.
  if (readStage(app.node.getAllContext()).name !== 'local') {
    for (const Checks of [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks])
      Validations.of(app).addPlugins(new Checks(app));
    acknowledge(stack);
  }
  return { app, stack };
}

/**
 * The CDK app: one stack for the stage named in its context, tagged.
 * @throws StageFault for settings that are not valid together
 */
export function plainApp(bundles: Bundles, props: AppProps = {}): { app: App; stack: HabeasStack } {
  const app = new App({ ...props, context: { ...flags, ...props.context } });
  const stage = readStage(app.node.getAllContext());
  const stack = new HabeasStack(app, `Habeas-${stage.name}`, {
    stage,
    bundles,
    description: `Habeas ${stage.name}: a consent-gated vault`,
    terminationProtection: stage.retains,
  });
  const tags = { service: 'habeas', stage: stage.name, owner: stage.owner, 'data-class': 'health' };
  for (const [name, value] of Object.entries(tags)) Tags.of(stack).add(name, value);
  return { app, stack };
}
