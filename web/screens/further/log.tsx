import { useState } from 'preact/hooks';
import { type Answer, call } from '../../api.ts';
import type { App, View } from '../../app.ts';
import { Button } from '../../parts/button.tsx';
import { type Fact, Facts, Fold, Lines } from '../../parts/facts.tsx';
import { focus } from '../../parts/focus.ts';
import type { Words } from '../../text/texts.ts';

type Page = Answer<'my-disclosure.list'>;
type Entry = Page['items'][number];

/** Screen 9: exports that hold the individual's data, then disclosures, newest first, and those that were refused. */
export async function log(app: App): Promise<View> {
  const { words } = app;
  const { t, language } = words;
  const fetchPage = (cursor: { cursor?: string }) =>
    call('my-disclosure.list', { query: { language, ...cursor } });
  const first = await fetchPage({});
  const { exports = [] } = first;
  return {
    title: t('log.title'),
    content: () => (
      <>
        <p class="lead">{t('log.lead')}</p>
        {exports.length > 0 && (
          <ul class="cards">
            {exports.map((one) => (
              <Exported key={one.id} words={words} one={one} />
            ))}
          </ul>
        )}
        {first.items.length > 0 ? (
          <Entries key={language} app={app} words={words} first={first} fetchPage={fetchPage} />
        ) : (
          exports.length === 0 && <p>{t('log.none')}</p>
        )}
      </>
    ),
  };
}

interface ExportedProps {
  readonly words: Words;
  readonly one: NonNullable<Page['exports']>[number];
}

/** An export: it holds everybody's data, whoever has the list before them. */
const Exported = ({ words: { t, moment }, one: { id, at, scope, outcome, doneAt } }: ExportedProps) => (
  <li>
    <h2>{t('log.exported')}</h2>
    <p class="when">
      <time dateTime={at}>{moment(at)}</time>
    </p>
    <p class="outcome">{t(`log.outcome.${outcome}`, { done: doneAt === undefined ? '' : moment(doneAt) })}</p>
    <p>{t(`log.exported.${scope}`)}</p>
    <Fold summary={t('log.question')}>
      <p>{t('log.questionHow', { number: id.slice(-8) })}</p>
    </Fold>
  </li>
);

interface EntriesProps {
  readonly app: App;
  readonly words: Words;
  readonly first: Page;
  readonly fetchPage: (cursor: { cursor: string }) => Promise<Page>;
}

/** The disclosures fetched so far; the first one of a further page gets the focus. */
function Entries({ app, words, first, fetchPage }: EntriesProps) {
  const [{ items, next, newest }, setEntries] = useState<Page & { newest?: number }>(first);
  const more = async (cursor: string) => {
    try {
      const page = await fetchPage({ cursor });
      setEntries({ ...page, items: [...items, ...page.items], newest: items.length });
    } catch (error) {
      await app.fail(error);
    }
  };
  return (
    <>
      <ul class="cards">
        {items.map((entry, at) => (
          <Card key={entry.id} words={words} entry={entry} isNewest={at === newest} />
        ))}
      </ul>
      <p>
        {next !== undefined && (
          <Button key={next} style="secondary" act={() => more(next)}>
            {words.t('log.more')}
          </Button>
        )}
      </p>
    </>
  );
}

interface CardProps {
  readonly words: Words;
  readonly entry: Entry;
  /** The first one of those fetched last. */
  readonly isNewest: boolean;
}

function Card({ words, entry, isNewest }: CardProps) {
  const { t, list, moment } = words;
  const data = entry.items.map(({ label, fields }) =>
    fields.length > 0 ? `${label}: ${list(fields)}` : label,
  );
  const facts: readonly Fact[] = [
    [t('log.purpose'), entry.purpose],
    [t('log.data'), data.length > 0 && <Lines of={data} />],
    [t('log.staff'), entry.staff],
  ];
  return (
    <li tabIndex={-1} ref={isNewest ? focus : null}>
      <h2>{entry.organisation}</h2>
      <p class="when">
        <time dateTime={entry.at}>{moment(entry.at)}</time>
      </p>
      <p class="outcome">{t(`log.${entry.outcome}`)}</p>
      {entry.reason !== undefined && <p>{entry.reason}</p>}
      <Facts of={facts} />
      <Fold summary={t('log.question')}>
        <p>{t('log.questionHow', { number: entry.id.slice(-8) })}</p>
      </Fold>
    </li>
  );
}
