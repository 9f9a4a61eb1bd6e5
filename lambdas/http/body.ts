import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Operation } from '../api/operation.ts';
import { type InputFault, Problem } from '../domain/problems.ts';

const deepest = 16;
const usual = 16 * 1024;
const mostFaults = 20;
// Line feed and tab are allowed. Other control characters, lone surrogates and characters that change the direction
// of writing are not: the latter could make a name on the individual's page read as another.
const forbidden = /(?![\n\t])\p{Control}|[\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/**
 * The JSON body of a request.
 * @throws Problem when the body is too large, of another type, nested too deeply, or holds control characters or
 * `__proto__`; the problem never quotes values
 */
export function bodyOf(event: APIGatewayProxyEvent, operation: Operation): unknown {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
    : (event.body ?? '');
  if (Buffer.byteLength(text) > (operation.bodyLimit ?? usual)) throw new Problem('too-large');
  if (!operation.body) {
    if (text !== '')
      throw new Problem('invalid-request', { errors: [{ pointer: '', detail: 'no body expected' }] });
    return undefined;
  }
  const type = header(event, 'content-type') ?? '';
  if (!/^application\/json\s*(?:;\s*charset=utf-8\s*)?$/i.test(type))
    throw new Problem('unsupported-media-type');
  const body = parsed(text);
  const faults = [...faultsIn(body, '', 1)].slice(0, mostFaults);
  if (faults.length > 0) throw new Problem('invalid-request', { errors: faults });
  return body;
}

/** A header's value, whatever the case of its name. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const entry = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid-request', { errors: [{ pointer: '', detail: 'not JSON' }] });
  }
}

function* faultsIn(value: unknown, pointer: string, depth: number): Generator<InputFault> {
  if (typeof value === 'string' && forbidden.test(value)) yield { pointer, detail: 'control characters' };
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) {
    yield { pointer, detail: 'nested too deeply' };
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    // The name of a member is the caller's text: it is put into the pointer only if it is a plain name.
    const at = `${pointer}/${/^[A-Za-z0-9._-]{1,64}$/.test(key) ? key : '?'}`;
    if (key === '__proto__' || forbidden.test(key)) yield { pointer: at, detail: 'this name is not allowed' };
    else yield* faultsIn(inner, at, depth + 1);
  }
}
