import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { readStage, StageFault } from '../../lib/stage.ts';

type Context = Readonly<Record<string, unknown>>;

const prod = {
  stage: 'prod',
  domain: 'vault.example.org',
  certificate: 'arn:aws:acm:eu-central-1:111122223333:certificate/0f0f-0f0f',
  mailFrom: 'vault@example.org',
  mailDomain: 'example.org',
  securityContact: 'security@example.org',
};
const ownProvider = {
  issuer: 'https://login.example.org',
  jwksUrl: 'https://login.example.org/keys',
  audience: 'vault',
};

/** The settings of a context that are at fault, with what is said of each. */
function faultsOf(context: Context): string[] {
  try {
    readStage(context);
  } catch (fault) {
    if (!(fault instanceof StageFault)) throw fault;
    return fault.message.split('\n').filter((line) => line.startsWith('  - '));
  }
  return [];
}
const fault = (name: string, says: string) => expect.stringMatching(new RegExp(`^  - ${name} .*${says}`));
const without = (context: Context, ...names: string[]) =>
  Object.fromEntries(Object.entries(context).filter(([name]) => !names.includes(name)));

describe('settings are refused', () => {
  test.each<[string, Context, string, string]>([
    ['an unknown one', { stage: 'dev', retention: 'P30D' }, 'retention', 'no setting'],
    ['a missing stage', {}, 'stage', 'local, dev or prod'],
    ['a stage that does not exist', { stage: 'production' }, 'stage', 'local, dev or prod'],
    [
      'an endpoint elsewhere than locally',
      { stage: 'dev', endpoint: 'http://127.0.0.1:1' },
      'endpoint',
      'local',
    ],
    [
      'a base URL elsewhere than locally',
      { stage: 'dev', baseUrl: 'http://localhost:1' },
      'baseUrl',
      'local',
    ],
    ['an endpoint that is no URL', { stage: 'local', endpoint: 'nonsense' }, 'endpoint', 'URL'],
    ['an endpoint with a slash', { stage: 'local', endpoint: 'http://127.0.0.1:1/' }, 'endpoint', 'slash'],
    ['a base URL with a path', { stage: 'local', baseUrl: 'http://localhost:1/x' }, 'baseUrl', 'slash'],
    ['a window of months', { stage: 'dev', retentionWindow: 'P1M' }, 'retentionWindow', 'ISO 8601'],
    [
      'a window of less than 30 days in prod',
      { ...prod, retentionWindow: 'P29D' },
      'retentionWindow',
      '30 days',
    ],
    ['a window of four weeks in prod', { ...prod, retentionWindow: 'P4W' }, 'retentionWindow', '30 days'],
    [
      'a window with a time part in prod',
      { ...prod, retentionWindow: 'P30DT1S' },
      'retentionWindow',
      'time part',
    ],
    [
      'a window longer than an execution can wait',
      { stage: 'dev', retentionWindow: 'P301D' },
      'retentionWindow',
      'at most 300 days',
    ],
    ['such a window in hours', { stage: 'dev', retentionWindow: 'PT7201H' }, 'retentionWindow', '300 days'],
    ['a window of ages', { ...prod, retentionWindow: 'P99999999999D' }, 'retentionWindow', '300 days'],
    ['a domain without certificate', without(prod, 'certificate'), 'certificate', 'together with domain'],
    [
      'a certificate without domain',
      { stage: 'dev', certificate: prod.certificate },
      'certificate',
      'together with domain',
    ],
    ['a certificate that is no ARN', { ...prod, certificate: '0f0f' }, 'certificate', 'ARN'],
    ['a domain with a scheme', { ...prod, domain: 'https://vault.example.org' }, 'domain', 'domain name'],
    ['no domain in prod', without(prod, 'domain', 'certificate'), 'domain', 'required in prod'],
    ['no domain of mail in prod', without(prod, 'mailDomain'), 'mailDomain', 'required in prod'],
    [
      'nobody to tell of a weakness in prod',
      without(prod, 'securityContact'),
      'securityContact',
      'required in prod',
    ],
    [
      'a sender elsewhere than at the domain of mail',
      { ...prod, mailFrom: 'a@example.com' },
      'mailFrom',
      'mailDomain',
    ],
    [
      'a sender at a domain that only ends alike',
      { ...prod, mailFrom: 'a@not-example.org' },
      'mailFrom',
      'mailDomain',
    ],
    [
      'a domain of mail without sender',
      { stage: 'dev', mailDomain: 'example.org' },
      'mailFrom',
      'mailDomain',
    ],
    [
      'an issuer without keys',
      { stage: 'dev', ...without(ownProvider, 'jwksUrl') },
      'jwksUrl',
      'with issuer',
    ],
    [
      'an issuer without audience',
      { stage: 'dev', ...without(ownProvider, 'audience') },
      'audience',
      'with issuer',
    ],
    ['keys of no issuer', { stage: 'dev', jwksUrl: ownProvider.jwksUrl }, 'jwksUrl', 'with issuer'],
    ['an audience of no issuer', { stage: 'dev', audience: 'vault' }, 'audience', 'with issuer'],
    [
      'keys over HTTP',
      { stage: 'dev', ...ownProvider, jwksUrl: 'http://x.example/keys' },
      'jwksUrl',
      'https',
    ],
    ['a network that is none', { stage: 'dev', ipDeny: '192.0.2.0/24,x' }, 'ipDeny', 'CIDR'],
    ['an address without its length', { stage: 'dev', ipAllow: '192.0.2.1' }, 'ipAllow', 'CIDR'],
    ['a network of everybody', { stage: 'dev', ipAllow: '0.0.0.0/0' }, 'ipAllow', '/0'],
    ['a network of everybody by IPv6', { stage: 'dev', ipAllow: '2001:db8::/32,::/0' }, 'ipAllow', '/0'],
    ['an address for a network', { stage: 'dev', ipDeny: '192.0.2.44/29' }, 'ipDeny', 'without bits behind'],
    ['an IPv6 address for a network', { stage: 'dev', ipDeny: '2001:db8::1/64' }, 'ipDeny', 'without bits'],
    [
      'an IPv6 address that ends like IPv4',
      { stage: 'dev', ipDeny: '::ffff:192.0.2.1/120' },
      'ipDeny',
      'without bits',
    ],
    ['a restored table without a name', { stage: 'dev', vaultTable: 'a b' }, 'vaultTable', 'name of a table'],
    ['an empty list of networks', { stage: 'dev', ipAllow: '' }, 'ipAllow', 'CIDR'],
    [
      'an answer that is neither yes nor no',
      { stage: 'dev', reserveConcurrency: 'true' },
      'reserveConcurrency',
      'yes',
    ],
  ])('%s', (_, context, name, says) => {
    expect(faultsOf(context)).toEqual([fault(name, says)]);
  });

  test('an issuer alone, for both of what it needs', () => {
    expect(faultsOf({ stage: 'dev', issuer: ownProvider.issuer })).toEqual([
      fault('jwksUrl', 'with issuer'),
      fault('audience', 'with issuer'),
    ]);
  });

  test('no sender in prod, in whose stead no other is taken', () => {
    expect(faultsOf(without(prod, 'mailFrom'))).toEqual([
      fault('mailFrom', 'required in prod'),
      fault('mailFrom', 'mailDomain'),
    ]);
  });

  test('all of them at once, each by its name', () => {
    expect(
      faultsOf({ stage: 'dev', ipAllow: 'x', alarmEmail: 'nobody', owner: 'a<b', speed: 'high', size: 1 }),
    ).toEqual(
      expect.arrayContaining([
        fault('ipAllow', 'CIDR'),
        fault('alarmEmail', 'mail address'),
        fault('owner', 'letters'),
        fault('speed', 'no setting'),
        fault('size', 'no setting'),
      ]),
    );
    expect(faultsOf({ stage: 'prod', endpoint: 'http://127.0.0.1:1', retentionWindow: 'P1D' })).toEqual([
      fault('endpoint', 'local'),
      fault('retentionWindow', '30 days'),
      fault('domain', 'required'),
      fault('mailFrom', 'required'),
      fault('mailDomain', 'required'),
      fault('securityContact', 'required'),
    ]);
  });

  test('with the way to give them', () => {
    expect(() => readStage({})).toThrow(/-c name=value(?:.|\n)*docs\/deploy\.md/);
  });
});

describe('a stage', () => {
  test('of prod keeps everything when it is given what it needs', () => {
    expect(readStage(prod)).toMatchObject({
      name: 'prod',
      retains: true,
      retentionWindow: 'P30D',
      owner: 'habeas',
    });
  });

  test.each(['local', 'dev'])('%s needs nothing else, and keeps nothing', (stage) => {
    expect(readStage({ stage })).toMatchObject({ name: stage, retains: false, reserveConcurrency: false });
  });

  test.each(['P1D', 'PT30S'])('of local or dev may shorten the retrieval window to %s', (retentionWindow) => {
    for (const stage of ['local', 'dev'])
      expect(readStage({ stage, retentionWindow }).retentionWindow).toBe(retentionWindow);
  });

  test('of prod may lengthen the retrieval window, in weeks as well', () => {
    expect(readStage({ ...prod, retentionWindow: 'P5W' }).retentionWindow).toBe('P5W');
  });

  test('of local has addresses of its own, which can be given', () => {
    expect(readStage({ stage: 'local' }).baseUrl).toMatch(/^http:\/\/localhost:\d+$/);
    expect(readStage({ stage: 'local', baseUrl: 'http://localhost:1' }).baseUrl).toBe('http://localhost:1');
    expect(readStage({ stage: 'dev' }).endpoint).toBeUndefined();
  });

  test('has the demo’s clients never in prod, and not with an identity provider of one’s own', () => {
    expect(readStage({ stage: 'dev' }).demoClients).toBe(true);
    expect(readStage({ stage: 'local' }).demoClients).toBe(true);
    expect(readStage({ stage: 'dev', ...ownProvider }).demoClients).toBe(false);
    expect(readStage(prod).demoClients).toBe(false);
    expect(readStage({ ...prod, ...ownProvider }).demoClients).toBe(false);
  });

  test('takes networks as a list with commas, of both versions of IP', () => {
    expect(readStage({ stage: 'dev', ipAllow: '192.0.2.0/24, 2001:db8::/32' }).ipAllow).toEqual([
      '192.0.2.0/24',
      '2001:db8::/32',
    ]);
  });

  test('takes yes for true', () => {
    expect(readStage({ stage: 'dev', reserveConcurrency: 'yes' }).reserveConcurrency).toBe(true);
  });

  test.each(['security@example.org', 'https://example.org/report'])(
    'names %s for weaknesses',
    (securityContact) => {
      expect(readStage({ ...prod, securityContact }).securityContact).toBe(securityContact);
    },
  );

  test('overlooks the context that is the CDK’s own', () => {
    const flags = {
      'aws-cdk:enableDiffNoFail': true,
      '@aws-cdk/core:enableStackNameDuplicates': true,
      'availability-zones:account=111122223333:region=eu-central-1': ['eu-central-1a'],
      'cli-telemetry': false,
    };
    expect(readStage({ stage: 'dev', ...flags })).toEqual(readStage({ stage: 'dev' }));
    const app = new App({ context: { stage: 'dev', ...flags } });
    expect(readStage(app.node.getAllContext())).toEqual(readStage({ stage: 'dev' }));
  });
});
