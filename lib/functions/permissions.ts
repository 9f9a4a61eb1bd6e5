import { Stack } from 'aws-cdk-lib';
import { type FunctionName, functionNames } from '../../lambdas/api/functions.ts';
import type { Identity } from '../api/identity.ts';
import type { RestApi } from '../api/rest-api.ts';
import type { Mail } from '../background/mail.ts';
import type { Provisioning } from '../background/provisioning.ts';
import type { Workflows } from '../background/workflows.ts';
import type { ExportBucket } from '../data/export-bucket.ts';
import type { Keys } from '../data/keys.ts';
import type { Tables } from '../data/tables.ts';
import type { Deployment } from '../deployment.ts';
import type { HabeasFunction } from './function.ts';
import type { Functions } from './functions.ts';

/** Everything that can be granted. */
export interface Grantable {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly tables: Tables;
  readonly exports: ExportBucket;
  readonly keys: Keys;
  readonly identity: Identity;
  readonly mail: Mail;
  readonly provisioning: Provisioning;
  readonly workflows: Workflows;
  readonly api: RestApi;
}

/** Grants every function its permissions, and configures it with the names of what it was granted. */
export function grantAll(grantable: Grantable): void {
  for (const name of functionNames) permissions[name](grantable.functions[name], grantable);
}

/**
 * Everything that each function may do, for review: one block per function. Tenants' keys are missing here, since
 * their own policies admit functions by the path of their roles. Only the eraser may delete audit entries, and only by
 * the sweep.
 */
const permissions: Readonly<Record<FunctionName, (self: HabeasFunction, grantable: Grantable) => void>> = {
  authorizer: (self, { identity }) => {
    identity.grantVerify(self);
  },

  public: (self, { deployment, keys, api }) => {
    keys.grantPublish(self);
    self.know('BASE_URL', api.baseUrl);
    const contact = deployment.stage.securityContact;
    if (contact !== undefined)
      self.know('SECURITY_CONTACT', contact.startsWith('https:') ? contact : `mailto:${contact}`);
  },

  tenants: (self, { deployment, tables, exports, identity, mail, provisioning, workflows }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantList(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'Delete', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.evidence.grantFetch(self);
    tables.evidence.grantQuery(self);
    tables.evidence.grantWrite(self, 'Put');
    mail.grantAnnounce(self);
    provisioning.grantCall(self);
    exports.grantFetch(self);
    workflows.grantEnd(self);
    workflows.grantExport(self);
    self.know('ISSUER', identity.issuer);
    self.know('RETENTION_WINDOW', deployment.stage.retentionWindow);
  },

  catalogue: (self, { tables }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantList(self);
    tables.vault.grantWrite(self, 'Put', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
  },

  records: (self, { tables, mail, api }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'Delete', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.keys.grantWrite(self, 'Put');
    tables.evidence.grantWrite(self, 'Put');
    mail.grantAnnounce(self);
    self.know('BASE_URL', api.baseUrl);
  },

  consents: (self, { tables, keys, mail }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantList(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
    keys.grantSign(self);
    mail.grantAnnounce(self);
  },

  disclosures: (self, { tables, keys }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
    keys.grantSign(self);
  },

  individuals: (self, { tables, mail, api }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'Delete', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
    mail.grantAnnounce(self);
    mail.grantRenew(self);
    self.know('BASE_URL', api.baseUrl);
  },

  rights: (self, { tables, keys, mail, api }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
    keys.grantSign(self);
    mail.grantAnnounce(self);
    self.know('BASE_URL', api.baseUrl);
  },

  evidence: (self, { tables }) => {
    tables.vault.grantFetch(self);
    tables.evidence.grantFetch(self);
    tables.evidence.grantList(self);
    tables.evidence.grantWrite(self, 'Put');
  },

  notifier: (self, { tables, keys, mail, api }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantList(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'Delete', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.keys.grantWrite(self, 'Put', 'Update');
    tables.evidence.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
    keys.grantEnvelope(self);
    mail.grantSend(self);
    self.know('BASE_URL', api.baseUrl);
  },

  keymaker: (self, { deployment: { stage, roles }, tables, provisioning }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantWrite(self, 'Put', 'Update');
    tables.keys.grantWrite(self, 'Put');
    tables.evidence.grantWrite(self, 'Put');
    // A key that does not exist yet has no ARN; the conditions restrict what it may be.
    self.allow(['kms:CreateKey'], ['*'], {
      StringEquals: {
        'kms:KeySpec': 'SYMMETRIC_DEFAULT',
        'kms:KeyUsage': 'ENCRYPT_DECRYPT',
        'aws:RequestTag/habeas:stage': stage.name,
      },
    });
    self.allow(['kms:TagResource'], ['*'], { StringEquals: { 'aws:RequestTag/habeas:stage': stage.name } });
    self.allow(['kms:ListKeys'], ['*']);
    provisioning.grantReceive(self);
    self.know('TENANT_ROLE_PATH', roles.root);
    self.know('CONTEXT_CONDITIONS', stage.name === 'local' ? 'unbound' : 'bound');
  },

  workflow: (self, { deployment, tables, keys, mail, provisioning, workflows }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantList(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'Delete', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.keys.grantQuery(self);
    tables.evidence.grantFetch(self);
    tables.evidence.grantWrite(self, 'Put');
    keys.grantSign(self);
    mail.grantAnnounce(self);
    provisioning.grantCall(self);
    workflows.grantRun(self);
    self.know('RETENTION_WINDOW', deployment.stage.retentionWindow);
  },

  eraser: (self, { functions, tables, exports, keys }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantList(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'Delete', 'ConditionCheck');
    tables.vault.grantSweep(self);
    tables.vault.grantStamp(self);
    tables.keys.grantFetch(self);
    tables.keys.grantQuery(self);
    tables.keys.grantWrite(self, 'Put', 'Delete');
    tables.keys.grantSweep(self);
    tables.keys.grantStamp(self);
    tables.evidence.grantFetch(self);
    tables.evidence.grantQuery(self);
    tables.evidence.grantList(self);
    tables.evidence.grantWrite(self, 'Put');
    tables.evidence.grantSweep(self);
    exports.grantSweep(self);
    keys.grantSign(self);
    keys.grantLedger(self);
    // A tenant's key that has been destroyed has no policy any more that could allow DescribeKey.
    self.allow(
      ['kms:DescribeKey'],
      [Stack.of(self).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
    );
    self.mayInvoke(functions.notifier, 'NOTIFIER_FUNCTION');
  },

  exporter: (self, { tables, exports }) => {
    tables.vault.grantFetch(self);
    tables.vault.grantQuery(self);
    tables.vault.grantWrite(self, 'Put', 'Update', 'ConditionCheck');
    tables.keys.grantFetch(self);
    tables.keys.grantWrite(self, 'Put');
    tables.evidence.grantQuery(self);
    exports.grantStore(self);
  },

  restore: (self, { tables, keys }) => {
    tables.vault.grantReplay(self);
    tables.vault.grantDrill(self);
    tables.keys.grantFetch(self);
    tables.evidence.grantFetch(self);
    tables.evidence.grantList(self);
    keys.grantLedger(self);
  },
};
