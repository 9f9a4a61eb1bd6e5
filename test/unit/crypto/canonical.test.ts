import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../../lambdas/crypto/canonical.ts';

const text = (value: unknown) => new TextDecoder('utf-8', { fatal: true }).decode(canonicalBytes(value));

function doubleOf(bits: string): number {
  return new DataView(new Uint8Array(Buffer.from(bits, 'hex')).buffer).getFloat64(0);
}

describe('canonical JSON', () => {
  it('is that of RFC 8785, section 3.2.2: numbers, strings and literals', () => {
    const given = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(text(JSON.parse(given))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts members by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
    const given = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const names = [...text(given).matchAll(/:"([^"]+)"/g)].map(([, name]) => name);
    expect(names).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, written) => {
    expect(text(doubleOf(bits))).toBe(written);
  });

  it.each([
    ['nothing', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a big integer', 1n],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['NaN inside', { a: [Number.NaN] }],
    ['a big integer inside', { a: 1n }],
    ['a lone high surrogate', '\ud83d'],
    ['a lone low surrogate inside', { a: ['x\ude00'] }],
    ['a lone surrogate as a name', { '\ud83d': 1 }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalBytes(value)).toThrow(TypeError);
  });

  it('refuses cycles, and takes the same object twice', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = { cycle };
    expect(() => canonicalBytes(cycle)).toThrow(TypeError);
    const twice = { a: 1 };
    expect(text([twice, twice])).toBe('[{"a":1},{"a":1}]');
  });

  it('leaves members without a value out', () => {
    expect(text({ a: undefined, b: null })).toBe('{"b":null}');
  });

  it('does not normalise: composed and decomposed letters are different texts', () => {
    expect(canonicalBytes('\u00fc')).not.toEqual(canonicalBytes('u\u0308'));
  });

  it('is one text for one value, whatever the order of its members', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, inner]) => [name, reversed(inner)]),
            )
          : value;
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (json) => {
        const value = JSON.parse(json);
        expect(text(reversed(value))).toBe(text(value));
        expect(text(JSON.parse(text(value)))).toBe(text(value));
      }),
    );
  });

  it('takes deep nesting without exhausting the stack', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i++) deep = [deep];
    expect(canonicalBytes(deep)).toHaveLength(100_001);
  });
});
