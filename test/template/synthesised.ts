import type { AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Bundle, type Bundles, functionZones } from '../../lib/bundle.ts';
import { habeasApp } from '../../lib/habeas-app.ts';

export type Resource = Readonly<{
  Type: string;
  Properties: Record<string, unknown>;
  [more: string]: unknown;
}>;

/** Settings that each stage is tested with. */
export const settings = {
  local: { stage: 'local' },
  dev: { stage: 'dev' },
  prod: {
    stage: 'prod',
    domain: 'vault.example.org',
    certificate: 'arn:aws:acm:eu-central-1:123456789012:certificate/0f',
    mailFrom: 'vault@example.org',
    mailDomain: 'example.org',
    securityContact: 'security@example.org',
    alarmEmail: 'alarms@example.org',
  },
} as const;
export type StageName = keyof typeof settings;

const placeholder: Bundle = new Map([['index.mjs', Buffer.from('export const handler = () => undefined;')]]);
const placeholders = Object.fromEntries(functionZones.map((zone) => [zone, placeholder])) as Bundles;

/** The app of a stage, without the time that real bundles take; what the functions hold changes nothing in it. */
export function appOf(name: StageName, { outdir, context = {} }: AppProps = {}) {
  return habeasApp(placeholders, { context: { ...settings[name], ...context }, ...(outdir && { outdir }) });
}

/** A stage's template. */
export const templateOf = (name: StageName): Template => Template.fromStack(appOf(name).stack);

/** Resources of a type, by logical id. */
export function resources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}
