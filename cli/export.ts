import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ResultOf } from '../lambdas/api/client.ts';
import { exportKeyFault, exportThumbprint } from '../lambdas/crypto/export-key.ts';
import { decryptPart, hashOfPart } from '../lambdas/crypto/export-part.ts';
import { merkleRoot } from '../lambdas/crypto/merkle-root.ts';
import { verifyStatement } from '../lambdas/crypto/statement.ts';
import { type Counts, plus } from '../lambdas/domain/counts.ts';
import { exportId, tenantId } from '../lambdas/domain/identifiers.ts';
import { amount } from './amount.ts';
import { type Access, accessWith, printed } from './api-access.ts';
import { type Command, UsageError, wordsOf } from './command.ts';
import { bytesAt } from './evidence-files.ts';
import { countLines } from './export-lines.ts';
import { type KeySet, keySetOf } from './key-set.ts';
import { jsonOf } from './strict-json.ts';

/** `habeas export`: fetches an export, checks it against its manifest, and decrypts it. */
export const exportCommand: Command = {
  help: `habeas export --url URL --tenant ID --export ID --key FILE --jwks FILE --out FOLDER
              (--token-command COMMAND | --token TOKEN)

Fetches an export that is done, checks it, and decrypts it. Ask for one before, with POST …/exports and the public half
of an RSA key of 4096 bits; a second admin confirms it (docs/operations.md, Fetching an export).

  --url URL                The origin of the API, such as https://vault.example.org
  --tenant ID              The tenant, tnt_…
  --export ID              The export, exp_…
  --key FILE               The private key, as PEM. It stays here: parts are decrypted on this machine. To make one:
                           openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out export-key.pem
  --jwks FILE              The public keys that the manifest is checked with, fetched from the deployment's
                           /.well-known/jwks.json before
  --out FOLDER             Where it is written to. Made if it is not there
  --token-command COMMAND  Prints a bearer token of an admin. Called again when a token has ended, so that a long
                           download goes on
  --token TOKEN            A bearer token, for short ones

Writes manifest.json (the signed statement), parts/000001.jwe … (as fetched), lines/000001.jsonl … (decrypted: keep
them as safe as the data they hold) and summary.txt. Called again, it fetches only the parts that are missing or whose
hash is another; so it resumes after any interruption. It prints a line for each hundred parts and for each fault.

Checked are: the manifest's signature; each part's hash; the Merkle root over all of them; that every part opens with
the key and is the part it is said to be; and the number of lines of each kind, against the manifest.
docs/formats.md (Exports) says what the lines are.

Exit status: 0 if everything is there and right, 1 if not, 2 for a call it does not know.
`,
  async run(words, say) {
    const given = optionsOf(words);
    const key = createPrivateKey(readFileSync(given.key));
    const keys = keySetOf(jsonOf(bytesAt(Buffer.from(given.jwks))).value);
    const path = { tenant: given.tenant, export: given.export };
    const api = { path, get: accessWith(given.url, given.token, triesMore) };
    for (const folder of ['parts', 'lines']) mkdirSync(join(given.out, folder), { recursive: true });
    const faults: string[] = [];
    const manifest = await manifestOf(api, key, keys);
    writeWhole(join(given.out, 'manifest.json'), `${JSON.stringify(manifest.signed, undefined, 2)}\n`);
    const parts = await partsOf(api);
    let counts: Counts = {};
    for (const part of parts) {
      try {
        counts = plus(counts, await partDone(api, given.out, key, part));
      } catch (error) {
        faults.push(`part ${part.n}: ${error instanceof Error ? error.message : String(error)}`);
        say(`INVALID  ${faults.at(-1)}`);
      }
      if (part.n % 100 === 0 || part.n === parts.length)
        say(`${part.n} of ${amount(parts.length, 'part', 'en')}`);
    }
    if (parts.length !== manifest.parts)
      faults.push(`${amount(parts.length, 'part', 'en')}, and the manifest has ${manifest.parts}`);
    if (merkleRoot(parts.map(({ sha256 }) => sha256)) !== manifest.root)
      faults.push('the parts are not those that the manifest was signed for');
    if (!isDeepStrictEqual(counts, manifest.counts))
      faults.push('the lines are not as many as the manifest says');
    const summary = summaryOf(given, manifest, faults);
    writeWhole(join(given.out, 'summary.txt'), `${summary.join('\n')}\n`);
    for (const line of summary) say(line);
    return faults.length === 0 ? 0 : 1;
  },
};

type Part = ResultOf<'export.part-list'>['items'][number];

/** How often a call is tried again when the service is busy or does not answer: a download is long. */
const triesMore = 4;

/** The calls about one export. */
interface Api {
  readonly path: { readonly tenant: string; readonly export: string };
  readonly get: Access;
}

interface Given {
  readonly url: string;
  readonly tenant: string;
  readonly export: string;
  readonly key: string;
  readonly jwks: string;
  readonly out: string;
  readonly token: () => Promise<string>;
}

function optionsOf(words: readonly string[]): Given {
  const text = { type: 'string' } as const;
  const { values, positionals } = wordsOf(words, {
    url: text,
    tenant: text,
    export: text,
    key: text,
    jwks: text,
    out: text,
    token: text,
    'token-command': text,
  });
  const needed = (name: 'url' | 'tenant' | 'export' | 'key' | 'jwks' | 'out') => {
    const value = values[name];
    if (value === undefined) throw new UsageError(`--${name} is missing.`);
    return value;
  };
  if (positionals.length > 0) throw new UsageError('There are no arguments but options.');
  const { token, 'token-command': command } = values;
  if ((token === undefined) === (command === undefined))
    throw new UsageError('One of --token-command and --token is needed.');
  const given = {
    url: needed('url'),
    tenant: needed('tenant'),
    export: needed('export'),
    key: needed('key'),
    jwks: needed('jwks'),
    out: needed('out'),
    token: async () => token ?? printed(command ?? ''),
  };
  if (!URL.canParse(given.url)) throw new UsageError('--url is not a URL.');
  if (!tenantId.safeParse(given.tenant).success) throw new UsageError('--tenant is not an id of a tenant.');
  if (!exportId.safeParse(given.export).success) throw new UsageError('--export is not an id of an export.');
  return given;
}

/** The manifest, if it is signed by one of these keys, and for this export and this private key. */
async function manifestOf(api: Api, key: KeyObject, keys: KeySet) {
  const signed = await api.get('export.manifest', { path: api.path });
  const { claims } = await verifyStatement(signed, keys);
  const { record } = signed;
  if (
    claims.kind !== 'export-manifest' ||
    record.export !== api.path.export ||
    record.tenant !== api.path.tenant
  )
    throw new Error('the manifest is of another export');
  const { n = '' } = createPublicKey(key).export({ format: 'jwk' });
  const own = { kty: 'RSA', n, e: 'AQAB' } as const;
  if (exportKeyFault(own) !== undefined || exportThumbprint(own) !== record.key_thumbprint)
    throw new Error('this export is encrypted to another key');
  return {
    signed,
    asOf: String(record.as_of),
    scope: String(record.scope),
    parts: Number(record.parts),
    root: String(record.parts_root),
    counts: record.counts as Counts,
  };
}

async function partsOf(api: Api): Promise<Part[]> {
  const parts: Part[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
    const page = await api.get('export.part-list', { path: api.path, query });
    parts.push(...page.items);
    if (page.next === undefined) return parts;
    cursor = page.next;
  }
}

/** Fetches a part unless it is there already, decrypts it, and counts its lines. */
async function partDone(api: Api, out: string, key: KeyObject, part: Part): Promise<Counts> {
  const name = String(part.n).padStart(6, '0');
  const file = join(out, 'parts', `${name}.jwe`);
  let jwe = existsSync(file) ? readFileSync(file, 'ascii') : '';
  if (hashOfPart(jwe) !== part.sha256) {
    jwe = (await api.get('export.part', { path: { ...api.path, part: String(part.n) } })).jwe;
    if (hashOfPart(jwe) !== part.sha256) throw new Error('what was fetched has another hash');
    writeWhole(file, jwe);
  }
  const text = await decryptPart(key, { export: api.path.export, n: part.n }, jwe);
  writeWhole(join(out, 'lines', `${name}.jsonl`), text);
  return countLines(text);
}

/** Writes a file as a whole or not at all, for its owner alone. */
function writeWhole(path: string, content: string): void {
  const fresh = `${path}.part`;
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

function summaryOf(
  { tenant, export: id }: Given,
  { asOf, scope, parts, counts }: Awaited<ReturnType<typeof manifestOf>>,
  faults: readonly string[],
): string[] {
  const lines = Object.keys(counts)
    .sort()
    .map((kind) => `  ${String(counts[kind]).padStart(9)}  ${kind}`);
  const verdict =
    faults.length === 0 ? ['complete: every check holds'] : faults.map((fault) => `INVALID  ${fault}`);
  return [
    `export ${id} of ${tenant} (${scope}), as of ${asOf}: ${amount(parts, 'part', 'en')}`,
    ...lines,
    ...verdict,
  ];
}
