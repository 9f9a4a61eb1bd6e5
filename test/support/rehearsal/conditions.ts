/*
 * Conditions on rows, as DynamoDB evaluates them. Knows the forms that the stores use, and refuses others.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

/** An expression with what its names and values stand for. */
export interface Expressed {
  readonly expression: string | undefined;
  readonly names: Readonly<Record<string, string>> | undefined;
  readonly values: Item | undefined;
}

/** Whether a condition holds on a row that is there or is not. */
export function holds({ expression, names = {}, values = {} }: Expressed, item: Item | undefined): boolean {
  if (expression === undefined) return true;
  const words = expression.match(/attribute_(?:not_)?exists\(\S+?\)|<>|<=|[()=<]|[#:\w]+/g) ?? [];
  let at = 0;
  const meant = (word = '') => (word.startsWith(':') ? values[word] : item?.[names[word] ?? word]);
  const term = (): boolean => {
    const word = words[at++] ?? '';
    if (word === '(') {
      const inner = either();
      at++;
      return inner;
    }
    const [, not, name = ''] = /^attribute_(not_)?exists\((.+)\)$/.exec(word) ?? [];
    if (name !== '') return (item?.[names[name] ?? name] === undefined) === (not !== undefined);
    return compared(meant(word), words[at++] ?? '', meant(words[at++]));
  };
  const all = (): boolean => {
    let whole = term();
    while (words[at] === 'AND') {
      at++;
      whole = term() && whole;
    }
    return whole;
  };
  const either = (): boolean => {
    let any = all();
    while (words[at] === 'OR') {
      at++;
      any = all() || any;
    }
    return any;
  };
  const whole = either();
  if (at !== words.length) throw new Error(`no condition of ours: ${expression}`);
  return whole;
}

function compared(one: AttributeValue | undefined, how: string, other: AttributeValue | undefined): boolean {
  if (how === '<>') return !isSame(one, other);
  if (one === undefined || other === undefined) return false;
  if (how === '=') return isSame(one, other);
  const before = one.N === undefined ? (one.S ?? '') < (other.S ?? '') : Number(one.N) < Number(other.N);
  if (how === '<') return before;
  if (how === '<=') return before || isSame(one, other);
  throw new Error(`no comparison ${how} here`);
}

const isSame = (one: AttributeValue | undefined, other: AttributeValue | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);
