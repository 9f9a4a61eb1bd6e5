import { describe, expect, it } from 'vitest';
import { category } from '../../../../lambdas/domain/catalogue/category.ts';
import { type Notice, notice } from '../../../../lambdas/domain/catalogue/notice.ts';
import { organisation } from '../../../../lambdas/domain/catalogue/organisation.ts';
import { explicitIn, type Shown, shownOf, type ToShow } from '../../../../lambdas/domain/wording/shown.ts';
import { categories, notice as demoNotice, laborSued } from '../../../../local/demo/praxis-nord.ts';

const content = notice.parse(demoNotice);

function ask(over: Partial<ToShow> = {}): ToShow {
  return {
    organisation: 'labor-sued',
    content: {
      items: [
        { category: 'contact', fields: ['name'] },
        { category: 'health.lab', fields: ['test', 'value'] },
      ],
      reads: 'unlimited',
      until: '2027-03-31T21:59:59Z',
      recipients: ['labor-sued'],
    },
    notice: content,
    organisations: { 'labor-sued': organisation.parse(laborSued) },
    categories: {
      contact: category.parse(categories.contact),
      'health.lab': category.parse(categories['health.lab']),
    },
    timeZone: 'Europe/Berlin',
    ...over,
  };
}

const withTwo = () =>
  ask({
    content: { ...ask().content, recipients: ['labor-sued', 'cardiotrend'] },
    organisations: {
      'labor-sued': organisation.parse(laborSued),
      cardiotrend: organisation.parse({ ...laborSued, legalName: 'CardioTrend' }),
    },
  });
const withNotice = (over: Partial<Notice>) => ask({ notice: { ...content, ...over } });

describe('the sentences of the page, word for word', () => {
  it('in German', () => {
    expect(shownOf(ask(), 'de')).toMatchObject({
      askSentence:
        'Labor Süd GmbH bittet um Ihre Erlaubnis, Anschrift und Telefon und Laborwerte bis zum 31. März 2027 zu lesen, um zu beurteilen, wie sich Ihre Laborwerte entwickeln. Sie entscheiden frei.',
      refuseSentence:
        'Nein, ich erlaube das nicht. Ihre Behandlung geht unverändert weiter. Nicht möglich ist dann: der Vergleich mit Ihren früheren Werten.',
      narrowSentence:
        'Nur was Sie ankreuzen, wird weitergegeben. Labor Süd GmbH erfährt nicht, ob es andere Daten gibt.',
      withdrawSentence:
        'Ab jetzt erhält Labor Süd GmbH nichts mehr. Was dort schon gelesen wurde, können wir nicht zurückholen; wir bitten Labor Süd GmbH, es zu löschen.',
    } satisfies Partial<Shown>);
  });

  it('in English', () => {
    expect(shownOf(ask(), 'en')).toMatchObject({
      askSentence:
        'Labor Süd GmbH asks your permission to read Address and phone and Laboratory results until 31 March 2027, in order to assess how your laboratory values develop. The choice is yours.',
      refuseSentence:
        'No, I do not allow this. Your treatment goes on unchanged. What would not be possible: the comparison with your earlier values.',
      narrowSentence: 'Only what you tick is passed on. Labor Süd GmbH is not told whether other data exist.',
      withdrawSentence:
        'From now on Labor Süd GmbH receives nothing more. What has already been read there we cannot take back; we ask Labor Süd GmbH to delete it.',
    } satisfies Partial<Shown>);
  });

  it('promise unchanged treatment only if the notice declares it', () => {
    const afterNo = { ...content.afterNo, treatmentUnchanged: false };
    expect(shownOf(withNotice({ afterNo }), 'de').refuseSentence).toBe(
      'Nein, ich erlaube das nicht. Nicht möglich ist dann: der Vergleich mit Ihren früheren Werten.',
    );
  });

  it('end once, though the notice’s own text ends with a full stop', () => {
    const purpose = { ...content.purpose, sentence: { de: 'zu helfen. ', en: 'help.' } };
    expect(shownOf(withNotice({ purpose }), 'de').askSentence).toMatch(
      /, um zu helfen\. Sie entscheiden frei\.$/,
    );
    expect(shownOf(withNotice({ purpose }), 'en').askSentence).toMatch(
      /in order to help\. The choice is yours\.$/,
    );
  });

  it('tell the day in the tenant’s own time zone', () => {
    const tokyo = ask({ timeZone: 'Asia/Tokyo' });
    expect(shownOf(tokyo, 'de').askSentence).toContain('bis zum 1. April 2027 zu lesen');
  });

  it('count an end at midnight to the day before', () => {
    const midnight = ask({ content: { ...ask().content, until: '2027-03-31T22:00:00.000Z' } });
    expect(shownOf(midnight, 'de').askSentence).toContain('bis zum 31. März 2027 zu lesen');
  });

  it.each([
    [
      'de',
      'Ab jetzt erhalten Labor Süd GmbH und CardioTrend nichts mehr.',
      'an Labor Süd GmbH und CardioTrend weitergegeben werden: Laborwerte.',
    ],
    [
      'en',
      'From now on Labor Süd GmbH and CardioTrend receive nothing more.',
      'being passed on to Labor Süd GmbH and CardioTrend: Laboratory results.',
    ],
  ] as const)('name everybody who would receive, in %s', (language, withdrawn, explicit) => {
    const both = shownOf(withTwo(), language);
    expect(both.withdrawSentence).toContain(withdrawn);
    expect(both.items[1]?.explicitStatement).toContain(explicit);
    expect(both.items[1]?.explicitTemplate?.replace('{recipients}', 'CardioTrend')).toBe(
      explicitIn(['CardioTrend'], both.items[1]?.label ?? '', language),
    );
  });
});

describe('what is shown', () => {
  it('is in one language throughout: the notice’s, when it lacks the wanted one', () => {
    const german = shownOf(withNotice({ languages: ['de'] }), 'en');
    expect(german).toEqual(shownOf(withNotice({ languages: ['de'] }), 'de'));
    expect(german.language).toBe('de');
  });

  it('asks an explicit statement for each special category and for no other', () => {
    const [contact, lab] = shownOf(ask(), 'de').items;
    expect(contact).not.toHaveProperty('explicitStatement');
    expect(lab?.explicitStatement).toContain('Laborwerte');
    expect(lab?.explicitStatement).toContain('Labor Süd GmbH');
  });

  it('names only the fields that are requested, in the request’s order', () => {
    expect(shownOf(ask(), 'en').items[1]?.fields).toEqual([
      { code: 'test', label: 'Test', required: true },
      { code: 'value', label: 'Value', required: true },
    ]);
  });

  it('says that the mailbox was accepted as proof, only where special data need it', () => {
    expect(shownOf(ask(), 'de').assuranceNote).toBeDefined();
    const { linkCodeAcceptance: _, ...without } = content;
    expect(shownOf(ask({ notice: without }), 'de')).not.toHaveProperty('assuranceNote');
    const ordinary = { ...ask().content, items: [{ category: 'contact', fields: ['name'] }] };
    expect(shownOf(ask({ content: ordinary }), 'de')).not.toHaveProperty('assuranceNote');
  });

  it('names country and safeguard of each receiver', () => {
    const abroad = organisation.parse({ ...laborSued, country: 'US', safeguard: 'standard-clauses' });
    expect(shownOf(ask({ organisations: { 'labor-sued': abroad } }), 'de').recipients).toEqual([
      {
        organisation: 'labor-sued',
        name: 'Labor Süd GmbH',
        country: 'Vereinigte Staaten',
        safeguard:
          'Dort schützt das Recht Ihre Daten schwächer als in der EU. Vertraglich gelten die Standardklauseln der EU.',
      },
    ]);
  });

  it('tells of sale, automated decisions and use beyond the service what the notice declares', () => {
    const declared = shownOf(
      withNotice({
        saleOrSharing: true,
        sensitiveUseBeyondService: true,
        automatedDecisions: {
          exist: true,
          explanation: { de: 'Ein Programm entscheidet.', en: 'A program.' },
        },
      }),
      'de',
    );
    expect(declared.saleOrSharing).toContain('werden verkauft');
    expect(declared.saleOrSharing).toContain('auch für anderes verwendet');
    expect(declared.automatedDecisions).toBe('Ein Programm entscheidet.');
    expect(shownOf(ask(), 'de')).toMatchObject({
      saleOrSharing: 'Ihre Daten werden weder verkauft noch zu Werbezwecken geteilt.',
      automatedDecisions: 'Es gibt keine automatisierten Entscheidungen.',
    });
  });

  it('treats a category that is not known any more as special, and calls it by its code', () => {
    const [item] = shownOf(ask({ categories: {} }), 'de').items;
    expect(item).toMatchObject({ label: 'contact', sensitivity: 'special' });
    expect(item?.explicitStatement).toBeDefined();
  });

  it('holds no value that JSON cannot say, so that its hash is the same everywhere', () => {
    for (const language of ['de', 'en'] as const) {
      const shown = shownOf(ask(), language);
      expect(JSON.parse(JSON.stringify(shown))).toStrictEqual(shown);
    }
  });
});
