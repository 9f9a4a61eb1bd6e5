import { unfitCharacters } from '../domain/characters.ts';
import type { InputFault } from '../domain/problems.ts';

const deepest = 16;
// A longer literal than this is no number that a double could hold; the bound keeps the comparison cheap.
const longestNumber = 400;
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[-0-9][0-9.eE+-]*|[{}[\],]/g;

/** An object or list that the scan is inside of. */
interface Frame {
  readonly names: Set<string> | undefined;
  /** The name or index of the value that comes next; undefined where a name comes first. */
  next: string | number | undefined;
}

/**
 * What a JSON text holds that JSON.parse would change or drop without a word, or that no operation takes: members
 * given twice, numbers that would come back as others, control and invisible characters, `__proto__`, deep nesting.
 * @param text valid JSON
 */
export function* faultsIn(text: string): Generator<InputFault> {
  const open: Frame[] = [];
  for (const [literal] of text.matchAll(token)) {
    const frame = open.at(-1);
    if (literal === '{' || literal === '[') {
      if (open.length === deepest) return yield { pointer: pointerOf(open), detail: 'nested too deeply' };
      open.push(literal === '{' ? { names: new Set(), next: undefined } : { names: undefined, next: 0 });
    } else if (literal === '}' || literal === ']') open.pop();
    else if (literal === ',') {
      if (frame) frame.next = typeof frame.next === 'number' ? frame.next + 1 : undefined;
    } else if (frame?.names && frame.next === undefined) {
      frame.next = JSON.parse(literal) as string;
      const detail = nameFault(frame.next, frame.names);
      if (detail !== undefined) yield { pointer: pointerOf(open), detail };
      frame.names.add(frame.next);
    } else {
      const detail = literal.startsWith('"')
        ? unfitCharacters(JSON.parse(literal) as string)
        : numberFault(literal);
      if (detail !== undefined) yield { pointer: pointerOf(open), detail };
    }
  }
}

function nameFault(name: string, given: ReadonlySet<string>): string | undefined {
  if (given.has(name)) return 'given twice';
  return name === '__proto__' || unfitCharacters(name) !== undefined ? 'this name is not allowed' : undefined;
}

function numberFault(literal: string): string | undefined {
  const kept = Number(literal);
  return literal.length <= longestNumber &&
    Number.isFinite(kept) &&
    decimal(literal) === decimal(String(kept))
    ? undefined
    : 'this number would come back as another: send it with fewer digits, or as text';
}

/** A decimal in the one form `<digits>e<exponent>`, without zeros at its ends. */
function decimal(literal: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(literal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

function pointerOf(open: readonly Frame[]): string {
  return open.map(({ next }) => `/${pointerPart(String(next))}`).join('');
}

/** A member's name as part of a pointer: it is the caller's text, so it is quoted only if it is a plain name. */
export function pointerPart(name: string): string {
  return /^[A-Za-z0-9._-]{1,64}$/.test(name) ? name : '?';
}
