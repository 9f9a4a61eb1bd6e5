import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { encryptedLog } from '../oversight/encrypted.ts';
import { counted, firewallAnswers, firewallRules } from './firewall-rules.ts';

/** Headers that are credentials. */
const secretHeaders = ['authorization', 'cookie', 'x-csrf-token'];
const regional = 'REGIONAL';

export interface FirewallProps {
  readonly deployment: Deployment;
}

/** AWS WAF in front of the API. It keeps load and noise away from the handlers; nothing depends on it for safety. */
export class Firewall extends Construct {
  /** Dimension `WebACL` of the firewall's metrics; their dimension `Rule` is a rule's name, or `ALL`. */
  readonly metricName: string;
  readonly #acl: CfnWebACL;
  readonly #deployment: Deployment;

  constructor(scope: Construct, id: string, { deployment }: FirewallProps) {
    super(scope, id);
    const { stage } = deployment;
    this.#deployment = deployment;
    this.metricName = Names.uniqueResourceName(this, { maxLength: 128, separator: '-' });
    this.#acl = new CfnWebACL(this, 'Acl', {
      scope: regional,
      defaultAction: { allow: {} },
      customResponseBodies: firewallAnswers,
      description: `Habeas ${stage.name}: what reaches the API`,
      rules: firewallRules(stage.name, {
        // The set exists even when it is empty: whoever responds to an attack adds addresses to it.
        deny: this.#networks('Deny', stage.ipDeny ?? [], true),
        allow: this.#networks('Allow', stage.ipAllow ?? [], false),
      }),
      associationConfig: {
        requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_16' } },
      },
      dataProtectionConfig: { dataProtections: unquoted },
      visibilityConfig: counted(this.metricName),
    });
    if (deployment.leftOut.takes('AWS::WAFv2::LoggingConfiguration')) this.#log();
  }

  /** Attaches the firewall to a stage of the API, from within the stage's stack. */
  protect(stage: Stage): void {
    if (!this.#deployment.leftOut.takes('AWS::WAFv2::WebACLAssociation')) return;
    new CfnWebACLAssociation(stage, 'Firewall', {
      resourceArn: stage.stageArn,
      webAclArn: this.#acl.attrArn,
    });
  }

  /** Makes a set for each IP version, since a set is of one version. */
  #networks(name: string, networks: readonly string[], evenEmpty: boolean): string[] {
    if (!this.#deployment.leftOut.takes('AWS::WAFv2::IPSet')) return [];
    return (['IPV4', 'IPV6'] as const).flatMap((ipAddressVersion) => {
      const addresses = networks.filter((one) => one.includes(':') === (ipAddressVersion === 'IPV6'));
      if (addresses.length === 0 && !evenEmpty) return [];
      return [
        new CfnIPSet(this, `${name}${ipAddressVersion}`, { scope: regional, ipAddressVersion, addresses })
          .attrArn,
      ];
    });
  }

  #log(): void {
    const log = encryptedLog(this, 'Log', {
      deployment: this.#deployment,
      // WAF writes only to logs whose names begin like this.
      logGroupName:
        `aws-waf-logs-${Names.uniqueResourceName(this, { maxLength: 128, separator: '-' })}`.toLowerCase(),
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.#acl.attrArn,
      // Without the `:*` at the end of the log group's attribute.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: log.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [{ queryString: {} }, ...secretHeaders.map((Name) => ({ singleHeader: { Name } }))],
    });
  }
}

/** Redaction does not cover what a rule quotes of its match, for example a part of a record. This does. */
const unquoted: CfnWebACL.DataProtectProperty[] = [
  { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'QUERY_STRING' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_COOKIE' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_HEADER', fieldKeys: secretHeaders }, action: 'SUBSTITUTION' },
];
