import { constants, createHash, createPublicKey, verify } from 'node:crypto';

/*
 * A verifier of statements written from docs/formats.md, its paragraph "To verify" step by step. It shares nothing
 * with `lambdas/crypto`: what the two disagree on, the page does not say.
 */

type Json = Record<string, unknown>;
type Keys = { readonly keys: readonly Json[] };

const formats: Record<string, string> = {
  'consent-receipt': 'habeas consent record 1',
  'disclosure-receipt': 'habeas disclosure record 1',
  'retention-schedule': 'habeas retention schedule 1',
  'erasure-attestation': 'habeas erasure attestation 1',
  'export-manifest': 'habeas export manifest 1',
};

/** Whether a statement, as it is handed out, holds under these public keys. */
export function holds(given: unknown, { keys }: Keys): boolean {
  if (!isObject(given)) return false;
  const { shown, ...four } = given;
  if (!hasJust(four, 'statement', 'record', 'leaf', 'proof') || ('shown' in given && !isObject(shown)))
    return false;
  const parts = String(given.statement).split('.').map(bytesOf);
  const [header, claims] = parts.slice(0, 2).map((bytes) => bytes && canonicalOf(bytes));
  const signature = parts[2];
  if (parts.length !== 3 || !header || !claims || !signature?.length || given.proof !== null) return false;
  if (!hasJust(header, 'alg', 'kid', 'typ') || header.alg !== 'PS256') return false;
  if (!hasJust(claims, 'v', 'kind', 'id', 'at', 'leaf', 'sha256') || claims.v !== 1) return false;
  const format = formats[String(claims.kind)];
  if (!format || header.typ !== `habeas-${claims.kind}+jws`) return false;
  if (!isObject(given.record) || given.record.format !== format) return false;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(claims.at)) || !claims.id) return false;
  if (claims.leaf !== null && !/^[0-9a-f]{64}$/.test(String(claims.leaf))) return false;
  const [key, ...more] = keys.filter(({ kid }) => kid === header.kid);
  if (!key || more.length > 0 || !mayVerify(key)) return false;
  const [head = '', said = ''] = String(given.statement).split('.');
  return (
    verify(
      'sha256',
      Buffer.from(`${head}.${said}`, 'ascii'),
      {
        key: createPublicKey({ key: { kty: 'RSA', n: String(key.n), e: 'AQAB' }, format: 'jwk' }),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      },
      signature,
    ) &&
    sha256(canonical(given.record)).toString('hex') === claims.sha256 &&
    given.leaf === claims.leaf &&
    (!isObject(shown) ||
      (isObject(given.record.notice) &&
        sha256(canonical(shown)).toString('hex') === given.record.notice.shown_sha256))
  );
}

function mayVerify({ kty, n, e, alg, use, kid }: Json): boolean {
  const modulus = bytesOf(String(n));
  const bits = modulus?.length === 512 && Number(modulus[0]) >= 128;
  const thumbprint = sha256(canonical({ e, kty, n })).toString('base64url');
  return bits && kty === 'RSA' && e === 'AQAB' && alg === 'PS256' && use === 'sig' && kid === thumbprint;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasJust = (value: Json, ...names: string[]) =>
  Object.keys(value).sort().join() === [...names].sort().join();
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();

function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function canonicalOf(bytes: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) && Buffer.from(canonical(value), 'utf8').equals(bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 8785: JSON.stringify writes numbers and texts as it wants them; members are sorted here. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}
