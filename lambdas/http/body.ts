import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Operation } from '../api/operation.ts';
import { Problem } from '../domain/problems.ts';
import { faultsIn } from './strict-json.ts';

const usual = 16 * 1024;
const mostFaults = 20;
// RFC 9110: no blanks around "=", the value plain or quoted, and empty parameters.
const json = /^application\/json(?:[ \t]*;[ \t]*(?:charset=(?:utf-8|"utf-8"))?)*[ \t]*$/i;

/**
 * The JSON body of a request.
 * @throws Problem when the body is too large, of another type, not UTF-8, or would not be read as it was written
 * (`strict-json.ts`); the problem never quotes values
 */
export function bodyOf(event: APIGatewayProxyEvent, operation: Operation): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > (operation.bodyLimit ?? usual)) throw new Problem('too-large');
  if (!operation.body) {
    if (bytes.length > 0) throw invalid('no body expected');
    return undefined;
  }
  const type = header(event, 'content-type') ?? '';
  if (!json.test(type)) throw new Problem('unsupported-media-type');
  const text = textOf(bytes);
  const body = parsed(text);
  const faults = [...faultsIn(text)].slice(0, mostFaults);
  if (faults.length > 0) throw new Problem('invalid-request', { errors: faults });
  return body;
}

/** A header's value, whatever the case of its name. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const entry = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid('not UTF-8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('not JSON');
  }
}

const invalid = (detail: string) => new Problem('invalid-request', { errors: [{ pointer: '', detail }] });
