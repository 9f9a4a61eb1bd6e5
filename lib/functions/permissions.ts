import { Stack } from 'aws-cdk-lib';
import type { Identity } from '../api/identity.ts';
import type { RestApi } from '../api/rest-api.ts';
import type { Mail } from '../background/mail.ts';
import type { Workflows } from '../background/workflows.ts';
import type { Keys } from '../data/keys.ts';
import type { Tables } from '../data/tables.ts';
import type { Deployment } from '../deployment.ts';
import type { FunctionZone } from './bundle.ts';
import type { Zone } from './function.ts';

export interface Granted {
  readonly deployment: Deployment;
  readonly zones: Readonly<Record<FunctionZone, Zone>>;
  readonly tables: Tables;
  readonly keys: Keys;
  readonly identity: Identity;
  readonly mail: Mail;
  readonly workflows: Workflows;
  readonly api: RestApi;
}

/** Everything that any zone may do. Keys of tenants are not here: their own policies admit zones, by role path. */
export function grantAll(granted: Granted): void {
  grantRows(granted);
  grantKeys(granted);
  grantMail(granted);
  grantCalls(granted);
}

function grantRows({ zones, tables: { vault, keys, evidence } }: Granted): void {
  const { tenants, records, consents, disclosures, individuals, notifier, keymaker, workflow } = zones;
  vault.grantFetch(tenants, records, consents, disclosures, individuals, zones.evidence);
  vault.grantFetch(notifier, keymaker, workflow);
  vault.grantQuery(tenants, records, consents, disclosures, individuals, notifier, workflow);
  vault.grantList(tenants, consents, notifier, workflow);
  vault.grantWrite(tenants, 'Put', 'Update', 'Delete', 'ConditionCheck');
  vault.grantWrite(records, 'Put', 'Update', 'Delete', 'ConditionCheck');
  vault.grantWrite(consents, 'Put', 'Update', 'ConditionCheck');
  vault.grantWrite(disclosures, 'Put', 'Update', 'ConditionCheck');
  vault.grantWrite(individuals, 'Put', 'Update', 'Delete', 'ConditionCheck');
  vault.grantWrite(notifier, 'Put', 'Update', 'Delete', 'ConditionCheck');
  vault.grantWrite(keymaker, 'Put', 'Update');
  vault.grantWrite(workflow, 'Put', 'Update', 'Delete', 'ConditionCheck');
  vault.grantSweep(workflow);
  vault.grantStamp(workflow);

  keys.grantFetch(tenants, records, consents, disclosures, individuals, notifier, workflow);
  keys.grantQuery(workflow);
  keys.grantWrite(records, 'Put');
  keys.grantWrite(notifier, 'Put');
  keys.grantWrite(keymaker, 'Put');
  keys.grantWrite(workflow, 'Delete');
  keys.grantSweep(workflow);
  keys.grantStamp(workflow);

  // Nobody changes an entry that stands; only the sweep removes what a purge is to remove.
  for (const zone of [tenants, records, consents, disclosures, individuals, notifier, keymaker, workflow])
    evidence.grantWrite(zone, 'Put');
  evidence.grantWrite(zones.evidence, 'Put');
  evidence.grantFetch(tenants, notifier, zones.evidence, workflow);
  evidence.grantQuery(tenants, workflow);
  evidence.grantList(zones.evidence, workflow);
  evidence.grantSweep(workflow);
}

function grantKeys({ deployment, zones, keys }: Granted): void {
  const { stage, roles } = deployment;
  const { keymaker } = zones;
  keys.grantPublish(zones.public);
  keys.grantSign(zones.consents, zones.disclosures, zones.individuals, zones.workflow);
  keys.grantLedger(zones.workflow);
  // A tenant's key that is gone has no policy left that could let anybody ask whether it is.
  zones.workflow.allow(
    ['kms:DescribeKey'],
    [Stack.of(zones.workflow).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
  );
  keys.grantEnvelope(zones.notifier);
  // A key that is yet to be made has no ARN; what one may be is said by conditions instead.
  keymaker.allow(['kms:CreateKey'], ['*'], {
    StringEquals: {
      'kms:KeySpec': 'SYMMETRIC_DEFAULT',
      'kms:KeyUsage': 'ENCRYPT_DECRYPT',
      'aws:RequestTag/habeas:stage': stage.name,
    },
  });
  keymaker.allow(['kms:TagResource'], ['*'], {
    StringEquals: { 'aws:RequestTag/habeas:stage': stage.name },
  });
  keymaker.allow(['kms:ListKeys'], ['*']);
  keymaker.know('TENANT_ROLE_PATH', roles.root);
  keymaker.know('CONTEXT_CONDITIONS', stage.name === 'local' ? 'unbound' : 'bound');
}

function grantMail({ deployment: { stage }, zones, mail, api }: Granted): void {
  mail.grantAnnounce(zones.tenants, zones.records, zones.consents, zones.individuals, zones.workflow);
  mail.grantSend(zones.notifier);
  for (const zone of [zones.public, zones.individuals, zones.notifier]) zone.know('BASE_URL', api.baseUrl);
  const contact = stage.securityContact;
  if (contact !== undefined)
    zones.public.know('SECURITY_CONTACT', contact.startsWith('https:') ? contact : `mailto:${contact}`);
}

function grantCalls({ deployment: { stage }, zones, identity, workflows }: Granted): void {
  const { authorizer, tenants, keymaker, notifier, workflow } = zones;
  identity.grantVerify(authorizer);
  tenants.know('ISSUER', identity.issuer);
  tenants.mayInvoke(keymaker, 'KEYMAKER_FUNCTION');
  workflow.mayInvoke(keymaker, 'KEYMAKER_FUNCTION');
  workflow.mayInvoke(notifier, 'NOTIFIER_FUNCTION');
  workflows.grantEnd(tenants);
  workflows.grantRun(workflow);
  for (const zone of [tenants, workflow]) zone.know('RETENTION_WINDOW', stage.retentionWindow);
}
