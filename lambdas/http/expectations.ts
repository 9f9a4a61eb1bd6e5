import type * as z from 'zod/mini';
import type { InputFault } from '../domain/problems.ts';
import { pointerPart } from './strict-json.ts';

type Issue = z.core.$ZodIssue;

/** What zod says where a rule has no words of its own. */
const unsaid = 'Invalid input';

const formats: Readonly<Record<string, string>> = {
  email: 'expected an e-mail address',
  datetime: 'expected an RFC 3339 instant with its offset, such as 2026-11-24T09:00:00Z',
  date: 'expected a day, such as 2026-11-24',
  url: 'expected a web address',
};

/** The faults of an input in words: for each, where it is and what was expected there; never the value itself. */
export function faultsOf(issues: readonly Issue[], at: readonly PropertyKey[] = []): InputFault[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), detail: 'unknown member' }));
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return unionFaults(issue.errors, path);
    return [{ pointer: pointerTo(path), detail: expected(issue) }];
  });
}

// Of the forms that an input may have, the faults of the nearest are told: the one it is of the type of, and has
// fewest faults in.
function unionFaults(forms: readonly (readonly Issue[])[], at: readonly PropertyKey[]): InputFault[] {
  const near = forms.filter((issues) => !issues.some(isOfAnotherKind));
  const [nearest] = near.map((issues) => faultsOf(issues, at)).sort((a, b) => a.length - b.length);
  if (nearest) return nearest;
  const each = forms.flatMap((issues) => issues.filter(isOfAnotherKind).map(expected));
  const kinds = [...new Set(each.map((one) => one.replace(/^expected /, '')))];
  return [
    {
      pointer: pointerTo(at),
      detail: kinds.includes('required') ? 'required' : `expected ${kinds.join(' or ')}`,
    },
  ];
}

const isOfAnotherKind = ({ code, path }: Issue) =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

function expected(issue: Issue): string {
  if (issue.message !== unsaid) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'required' : `expected ${kindOf(issue.expected)}`;
    case 'invalid_value':
      return `expected ${listed(issue.values)}`;
    case 'too_small':
      return `expected at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case 'invalid_format':
      return formats[issue.format] ?? `expected text that matches ${issue.pattern}`;
    case 'invalid_union':
      return `expected ${listed(('options' in issue && issue.options) || [])}`;
    case 'invalid_key':
      return 'this name is not allowed';
    default:
      return 'not as the document says';
  }
}

const listed = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(' or ');

const kindOf = (expectation: string) =>
  ({
    record: 'an object',
    object: 'an object',
    array: 'a list',
    string: 'text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  })[expectation] ?? expectation;

function unitOf(origin: string, count: number | bigint): string {
  const unit = { string: ' character', array: ' item' }[origin];
  return unit === undefined ? '' : unit + (Number(count) === 1 ? '' : 's');
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${pointerPart(String(part))}`).join('');
}
