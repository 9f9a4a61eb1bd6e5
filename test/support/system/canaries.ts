import { randomInt } from 'node:crypto';
import type { Held } from './holdings.ts';

/** Unmistakable texts by what they stand for: nothing else in the world has them. */
export type Canaries = Readonly<Record<string, string>>;

/** A canary that was found, and where. */
export interface Finding {
  readonly canary: string;
  readonly place: string;
}

/** A text that stands nowhere else: letters and digits, so that no writing of it differs but for its case. */
export function newCanary(): string {
  return `kanari${crypto.randomUUID().replaceAll('-', '')}`;
}

/** A canary for what takes digits only: a telephone number, a value. */
export function newNumber(): string {
  return String(randomInt(1e11, 2e11));
}

/** Every canary that something holds: as text, as bytes, in UTF-16, in Base64 (however it begins) or in hex. */
export function findings(held: readonly Held[], canaries: Canaries): Finding[] {
  const wanted = Object.entries(canaries).map(([canary, text]) => ({ canary, ...formsOf(text) }));
  return held.flatMap(({ place, value }) => {
    const text = [place, ...textsIn(value)].join('\n');
    const folded = text.toLowerCase();
    const found = wanted.filter(
      ({ plain, encoded }) =>
        plain.some((form) => folded.includes(form)) || encoded.some((form) => text.includes(form)),
    );
    return found.map(({ canary }) => ({ canary, place }));
  });
}

function formsOf(text: string): { readonly plain: readonly string[]; readonly encoded: readonly string[] } {
  const plain = text.toLowerCase();
  return {
    plain: [plain, Buffer.from(plain, 'utf8').toString('hex'), Buffer.from(text, 'utf8').toString('hex')],
    encoded: [0, 1, 2].flatMap((offset) => {
      const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text, 'utf8')]);
      // The first and last characters depend on what stands around.
      const inside = (form: string) => form.slice(offset === 0 ? 0 : offset + 1, -3);
      return [inside(bytes.toString('base64').replace(/=+$/, '')), inside(bytes.toString('base64url'))];
    }),
  };
}

/** Every text in a value, names of members included; bytes as what they would be as text. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield* textsOfBytes(Buffer.from(value));
  else if (Array.isArray(value) || value instanceof Set) for (const one of value) yield* textsIn(one);
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      yield name;
      yield* textsIn(member);
    }
  else yield String(value);
}

function* textsOfBytes(bytes: Buffer): Generator<string> {
  yield bytes.toString('latin1');
  for (const offset of [0, 1]) {
    // Whole characters, copied to where they are aligned: Node 24.21 writes past its buffer when it decodes an odd
    // number of bytes from an odd address, and the process dies of it.
    const length = Math.floor((bytes.length - offset) / 2) * 2;
    if (length > 0) yield Buffer.from(bytes.subarray(offset, offset + length)).toString('utf16le');
  }
}
