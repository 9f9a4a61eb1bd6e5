import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { linkHead } from '../../../local/pages/mailed-link.ts';
import { type Finding, findings, newCanary } from '../../support/system/canaries.ts';
import { rowsHeld } from '../../support/system/holdings.ts';
import { scratchRows } from '../../support/system/scratch.ts';
import { mailbox, personal, published } from './planted.ts';
import { type Walk, walk } from './walk.ts';

let walked: Walk;
beforeAll(async () => {
  walked = await walk();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const stages = ['early', 'late'] as const;
const places = (found: readonly Finding[]) => [...new Set(found.map(({ place }) => place))].sort();

describe('the scan', () => {
  it('finds a canary that stands in the clear, however it is written', async () => {
    const canary = newCanary();
    const bytes = Buffer.from(canary, 'utf8');
    const forms = {
      text: `before ${canary} after`,
      folded: canary.toUpperCase(),
      nested: { list: [{ deep: canary }] },
      set: new Set([canary, 'other']),
      name: { [canary]: true },
      binary: Buffer.concat([Buffer.from([0xff, 0]), bytes]),
      utf16: Buffer.concat([Buffer.from([0xff]), Buffer.from(canary, 'utf16le')]),
      base64: Buffer.concat([Buffer.from('?'), bytes, Buffer.from('?')]).toString('base64'),
      base64url: Buffer.concat([Buffer.from('??'), bytes]).toString('base64url'),
      hex: bytes.toString('hex'),
    };
    const { stage } = walked.scenario;
    const planted = await scratchRows(stage, { ...forms, [canary]: 'in the key', other: newCanary() });
    try {
      const found = findings(await rowsHeld(stage, 'vault'), { canary });
      expect(places(found)).toEqual(planted.places.filter((place) => !place.endsWith(' other')).sort());
    } finally {
      await planted.remove();
    }
    expect(findings(await rowsHeld(stage, 'vault'), { canary })).toEqual([]);
  });

  it('reaches every store: what may stand there, an id, is found there', () => {
    const store = ({ place }: { readonly place: string }) => place.replace(/ .*/, '');
    const { tenant } = walked.scenario.path;
    const found = findings(walked.held.late, { tenant, link: linkHead(tenant) });
    const holding = ['evidence', 'execution', 'key', 'keys', 'log', 'mail', 'tags', 'vault'];
    expect([...new Set(found.map(store))].sort()).toEqual(holding);
    const all = [...holding, 'metrics', 'queue'].sort();
    expect([...new Set(walked.held.late.map(store))].sort()).toEqual(all);
  });
});

describe('what is personal', () => {
  it('was stored: it comes back to whom it is meant for', () => {
    const { shown, released, ownData } = walked;
    const canariesIn = (value: unknown) =>
      findings([{ place: 'answer', value }], personal).map(({ canary }) => canary);
    expect(canariesIn(shown)).toEqual(['earliestDay', 'message']);
    expect(canariesIn(released)).toEqual(['text', 'number', 'day']);
    expect(canariesIn(ownData)).toEqual(['text', 'number', 'day']);
  });

  it.each(stages)('stands nowhere but sealed, and as the addressee of mail (%s)', (stage) => {
    const found = findings(walked.held[stage], personal);
    expect(found.filter(({ place }) => place !== 'mail To')).toEqual([]);
  });

  it.each(stages)('stands nowhere as a hash that anybody could make of it (%s)', (stage) => {
    const { reference, name, address, phone, memberName, memberSubject, text, message } = personal;
    const texts = { reference, name, address, phone, memberName, memberSubject, text, message };
    const hashes = Object.entries(texts).flatMap(([canary, plain]) =>
      [plain, mailbox(plain), `+49 ${plain}`].map((form, i) => [`${canary} ${i}`, sha256(form)]),
    );
    expect(findings(walked.held[stage], Object.fromEntries(hashes))).toEqual([]);
  });

  it('is known to the mail as nothing but an address', () => {
    const found = findings(walked.held.late, personal).map(({ canary }) => canary);
    expect(new Set(found)).toEqual(new Set(['address', 'formerAddress', 'memberAddress']));
  });

  it('comes back in no answer to a call that was refused', () => {
    expect(walked.strays.filter(({ status }) => status < 400)).toEqual([]);
    const answers = walked.strays.map((answer, i) => ({ place: `answer ${i}`, value: answer }));
    expect(findings(answers, personal)).toEqual([]);
  });
});

describe('what the catalogue says to everybody', () => {
  it.each(stages)('stands in the catalogue alone, and beside nobody (%s)', (stage) => {
    const catalogue = new RegExp(`^vault T#${walked.scenario.path.tenant}#t (?:ORG|CAT|NOTICE)V?#`);
    const found = findings(walked.held[stage], published);
    expect(new Set(found.map(({ canary }) => canary))).toEqual(new Set(Object.keys(published)));
    expect(found.filter(({ place }) => !catalogue.test(place))).toEqual([]);
  });
});

describe('a secret that was given out', () => {
  it.each(stages)('stands in the mail that brought it, and nowhere else (%s)', (stage) => {
    const found = findings(walked.held[stage], walked.secrets);
    expect(found.filter(({ place }) => !/^mail Body/.test(place))).toEqual([]);
    expect(found.filter(({ canary }) => canary === 'session')).toEqual([]);
    expect(found.some(({ canary }) => canary === 'link')).toBe(true);
  });
});
