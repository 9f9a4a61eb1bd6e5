import { call, everyPage } from '../../api.ts';
import type { App, View } from '../../app.ts';
import { Button } from '../../parts/button.tsx';
import { everyRecord, RecordList } from '../../parts/records.tsx';
import { save } from '../../parts/save.ts';
import { ScreenLink } from '../../parts/screen-link.tsx';
import type { Language } from '../../text/texts.ts';

/** Screen 10: my data, to read and to take away. */
export async function data(app: App): Promise<View> {
  const { words } = app;
  const { t, language } = words;
  const records = await everyRecord((cursor) => call('my-data.read', { query: { language, ...cursor } }));
  const take = async () => {
    try {
      const log = await wholeLog(language);
      save(`habeas-${language}.json`, 'application/json', JSON.stringify({ records, ...log }, undefined, 2));
    } catch (error) {
      await app.fail(error);
    }
  };
  return {
    title: t('data.title'),
    content: () => (
      <>
        <p class="lead">{t(records.length > 0 ? 'data.lead' : 'data.none')}</p>
        {records.length > 0 && (
          <>
            <RecordList words={words} records={records} />
            <section class="take">
              <h2>{t('data.take')}</h2>
              <div class="steps">
                <Button style="secondary" act={() => window.print()}>
                  {t('data.print')}
                </Button>
                <Button style="secondary" act={take}>
                  {t('data.save')}
                </Button>
              </div>
            </section>
          </>
        )}
        <p>
          <ScreenLink to="address">{t('address.title')}</ScreenLink>
        </p>
        <p>{t('data.wrong')}</p>
      </>
    ),
  };
}

/** Everything that the log says: to whom data went, and which exports hold them. */
async function wholeLog(language: Language) {
  const pages = await everyPage((cursor) => call('my-disclosure.list', { query: { language, ...cursor } }));
  return { disclosures: pages.flatMap(({ items }) => items), exports: pages[0]?.exports };
}
