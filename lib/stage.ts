import * as z from 'zod/mini';
import { windowOf } from '../lambdas/domain/retention/retention.ts';

const host = z
  .string()
  .check(
    z.regex(
      /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      'must be a domain name in lower case, for example vault.example.org',
    ),
  );
const address = z.email('must be a mail address');
const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https URL' });
const localUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL', abort: true })
  .check(z.refine((url) => new URL(url).pathname === '/' && !url.endsWith('/'), 'must end without a slash'));
const word = z
  .string()
  .check(z.regex(/^[\w.:/=+@ -]{1,128}$/, 'must be 1 to 128 letters, digits or _.:/=+@- '));
const tableName = z.string().check(z.regex(/^[\w.-]{3,255}$/, 'must be the name of a table'));
const yesOrNo = z.pipe(
  z.enum(['yes', 'no'], 'must be yes or no'),
  z.transform((answer) => answer === 'yes'),
);

const ranges = z.pipe(
  z.string(),
  z.pipe(
    z.transform((list: string) => list.split(',').map((one) => one.trim())),
    z.array(
      z
        .union([z.cidrv4(), z.cidrv6()], 'must be networks in CIDR form, separated by commas (192.0.2.0/24)')
        .check(
          z.refine((one) => !one.endsWith('/0'), 'must not hold /0, which the firewall does not take'),
          z.refine(
            isNetwork,
            'must be networks, without bits behind their length (192.0.2.0/24, not 192.0.2.1/24)',
          ),
        ),
    ),
  ),
);

/** Whether every bit of an address behind the length of its network is zero. */
function isNetwork(cidr: string): boolean {
  const [address = '', length] = cidr.split('/');
  const bits = address.includes(':') ? bitsOfIpv6(address) : bitsOf(address.split('.'), 10, 8);
  return !bits.slice(Number(length)).includes('1');
}

function bitsOfIpv6(address: string): string {
  // A URL spells every address in hexadecimal groups, one that ends in the form of IPv4 too.
  const { hostname } = new URL(`http://[${address}]`);
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return bitsOf([...head, ...zeros, ...tail], 16, 16);
}

const bitsOf = (parts: readonly string[], radix: number, width: number) =>
  parts.map((part) => Number.parseInt(part, radix).toString(2).padStart(width, '0')).join('');

const window = z.string().check(
  z.refine((text) => {
    try {
      windowOf(text);
      return true;
    } catch {
      return false;
    }
  }, 'must be an ISO 8601 duration, for example P30D'),
);

/** Every context value of the app, as `-c name=value` gives it. */
const contextValues = z.strictObject({
  stage: z.enum(['local', 'dev', 'prod'], 'must be local, dev or prod: cdk deploy -c stage=dev'),
  /** Value of the tag `owner`. */
  owner: z._default(word, 'habeas'),
  /** Address of the local AWS. */
  endpoint: z.optional(localUrl),
  /** Origin at which the local proxy serves page and API. */
  baseUrl: z.optional(localUrl),
  /** ISO 8601 duration between a contract's end and the purge. */
  retentionWindow: z._default(window, 'P30D'),
  /** Custom domain of page and API, with its certificate in the same Region. */
  domain: z.optional(host),
  certificate: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
          'must be the ARN of an ACM certificate',
        ),
      ),
  ),
  /** Sender of all mail, and the domain that SES is to verify (else the address itself is verified). */
  mailFrom: z.optional(address),
  mailDomain: z.optional(host),
  /** The issuer of the callers' tokens, where it is not the deployment's own user pool. */
  issuer: z.optional(httpsUrl),
  jwksUrl: z.optional(httpsUrl),
  audience: z.optional(word),
  /** Who gets the alarms. */
  alarmEmail: z.optional(address),
  /** Contact for reports of weaknesses (RFC 9116): a mail address or an https URL. */
  securityContact: z.optional(z.union([address, httpsUrl], 'must be a mail address or an https URL')),
  /** Networks that may call; everybody when not given. */
  ipAllow: z.optional(ranges),
  /** Networks that may not call. */
  ipDeny: z.optional(ranges),
  /** Restored tables, which functions use in place of the stack's own. */
  vaultTable: z.optional(tableName),
  keysTable: z.optional(tableName),
  /** Reserve concurrency for the functions that must never starve; needs a quota of 1,000 or so. */
  reserveConcurrency: z._default(yesOrNo, false),
});
type ContextValues = z.output<typeof contextValues>;

/** Names of all settings; docs/deploy.md explains each. */
export const settingNames: readonly string[] = Object.keys(contextValues.shape);

/** The longest retention window in days: AWS ends an execution after a year, and one waits for the window's end. */
const longestWindow = 300;

/** Which settings belong together, and which a stage requires or refuses. */
const rules: readonly (readonly [keyof ContextValues, (given: ContextValues) => boolean, string])[] = [
  ['endpoint', (c) => c.stage === 'local' || c.endpoint === undefined, 'is for the stage local only'],
  ['baseUrl', (c) => c.stage === 'local' || c.baseUrl === undefined, 'is for the stage local only'],
  [
    'retentionWindow',
    (c) => c.stage !== 'prod' || !c.retentionWindow.includes('T'),
    'must be whole days in prod, without a time part (P30D)',
  ],
  [
    'retentionWindow',
    (c) => c.stage !== 'prod' || c.retentionWindow.includes('T') || daysOf(c.retentionWindow) >= 30,
    'must be at least 30 days in prod (P30D)',
  ],
  [
    'retentionWindow',
    (c) => daysOf(c.retentionWindow) <= longestWindow,
    `must be at most ${longestWindow} days: an execution of the workflow ends after a year`,
  ],
  ['domain', (c) => c.stage !== 'prod' || c.domain !== undefined, 'is required in prod'],
  [
    'certificate',
    (c) => (c.domain === undefined) === (c.certificate === undefined),
    'must be given together with domain: the ARN of its ACM certificate in the same Region',
  ],
  ['mailFrom', (c) => c.stage !== 'prod' || c.mailFrom !== undefined, 'is required in prod'],
  [
    'mailDomain',
    (c) => c.stage !== 'prod' || c.mailDomain !== undefined,
    'is required in prod: without DKIM for a domain, mail to individuals ends up as spam',
  ],
  [
    'mailFrom',
    (c) => c.mailDomain === undefined || c.mailFrom?.endsWith(`@${c.mailDomain}`) === true,
    'must be an address at mailDomain',
  ],
  [
    'securityContact',
    (c) => c.stage !== 'prod' || c.securityContact !== undefined,
    'is required in prod: tell people where to report a weakness',
  ],
  ...(['jwksUrl', 'audience'] as const).map(
    (name) =>
      [
        name,
        (c: ContextValues) => (c.issuer === undefined) === (c[name] === undefined),
        'must be given together with issuer: an own identity provider needs issuer, jwksUrl and audience',
      ] as const,
  ),
];

function daysOf(text: string): number {
  const found = windowOf(text);
  return found.kind === 'calendar' ? found.days : found.milliseconds / 86_400_000;
}

/** A stage, with all settings that differ between stages. */
export interface Stage extends ContextValues {
  readonly name: ContextValues['stage'];
  /** Whether data is protected against mistakes: RETAIN, deletion protection, no clean-up on destroy. */
  readonly retains: boolean;
  /** Whether the demo's machine clients exist. */
  readonly demoClients: boolean;
}

/** An invalid context value; the message is for the person at the terminal. */
export class StageFault extends Error {
  override readonly name = 'StageFault';
}

const localDefaults = { endpoint: 'http://127.0.0.1:4181', baseUrl: 'http://localhost:4180' };
/**
 * Names of context values that are ours. Other context (CDK's own flags) has a dash, a colon, a slash or an at sign
 * in its name.
 */
const ours = /^[A-Za-z]\w*$/;

/**
 * Reads the stage from the app's context.
 * @throws StageFault that says which values are wrong, and how to give them
 */
export function readStage(context: Readonly<Record<string, unknown>>): Stage {
  const own = Object.fromEntries(Object.entries(context).filter(([name]) => ours.test(name)));
  const parsed = contextValues.safeParse(own);
  if (!parsed.success)
    throw faults(
      parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => `${key} is no setting of Habeas`)
          : [`${String(issue.path[0])} ${issue.message}`],
      ),
    );
  const broken = rules.filter(([, holds]) => !holds(parsed.data));
  if (broken.length > 0) throw faults(broken.map(([name, , message]) => `${name} ${message}`));
  const { stage } = parsed.data;
  return {
    ...(stage === 'local' ? { ...localDefaults, ...parsed.data } : parsed.data),
    name: stage,
    retains: stage === 'prod',
    demoClients: stage !== 'prod' && parsed.data.issuer === undefined,
  };
}

function faults(lines: readonly string[]): StageFault {
  return new StageFault(
    [
      'The settings do not fit (-c name=value, or "context" in cdk.json):',
      ...new Set(lines.map((line) => `  - ${line}`)),
      'docs/deploy.md lists them all.',
    ].join('\n'),
  );
}
