import { ArnFormat, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { encryptedLog } from '../oversight/encrypted.ts';
import { counted, firewallRules } from './firewall-rules.ts';

/** Headers that let whoever reads them act for somebody. */
const secretHeaders = ['authorization', 'cookie', 'x-csrf-token'];
const regional = 'REGIONAL';

export interface FirewallProps {
  readonly deployment: Deployment;
}

/**
 * AWS WAF in front of the API. It takes load and noise off the handlers; everything that must be safe is so
 * without it.
 */
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
      description: `Habeas ${stage.name}: what reaches the API`,
      rules: firewallRules(stage.name, {
        // There even when empty: whoever responds to an attack adds its addresses to them.
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

  /** Puts the firewall in front of a stage of the API, from within the stage's stack. */
  protect(stage: Stage): void {
    if (!this.#deployment.leftOut.takes('AWS::WAFv2::WebACLAssociation')) return;
    new CfnWebACLAssociation(stage, 'Firewall', {
      resourceArn: stage.stageArn,
      webAclArn: this.#acl.attrArn,
    });
  }

  /** A set is of one IP version. */
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
      // A name of our own, as nothing else has: WAF writes to no log whose name begins otherwise.
      logGroupName:
        `aws-waf-logs-${Names.uniqueResourceName(this, { maxLength: 128, separator: '-' })}`.toLowerCase(),
      // Its name is fixed: kept after a creation that failed, it would stop the next.
      removalPolicy: this.#deployment.stage.retains
        ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
        : RemovalPolicy.DESTROY,
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.#acl.attrArn,
      // Without the `:*` that the log group's own attribute ends with.
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

/** Redaction leaves alone what a rule quotes of what it matched, a piece of a record for example. This does not. */
const unquoted: CfnWebACL.DataProtectProperty[] = [
  { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'QUERY_STRING' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_COOKIE' }, action: 'SUBSTITUTION' },
  { field: { fieldType: 'SINGLE_HEADER', fieldKeys: secretHeaders }, action: 'SUBSTITUTION' },
];
