import { useState } from 'preact/hooks';
import { call } from '../api.ts';
import type { App } from '../app.ts';
import type { Words } from '../text/texts.ts';
import { Button } from './button.tsx';
import { focus } from './focus.ts';
import { everyRecord, RecordList, type ShownRecord } from './records.tsx';

interface PreviewProps {
  readonly app: App;
  readonly words: Words;
  /** Id of the consent request. */
  readonly request: string;
}

/** The very values that would be released now, on demand. */
export function Preview({ app, words, request }: PreviewProps) {
  const [records, setRecords] = useState<readonly ShownRecord[]>();
  const { t, language } = words;
  const fetchRecords = async () => {
    try {
      setRecords(
        await everyRecord((cursor) =>
          call('request.preview', { path: { request }, body: { language, ...cursor } }),
        ),
      );
    } catch (error) {
      await app.fail(error);
    }
  };
  return (
    <div class="preview">
      {records === undefined ? (
        <Button style="secondary" act={fetchRecords}>
          {t('ask.preview')}
        </Button>
      ) : (
        <>
          {/* The button that had the focus is gone. */}
          <h2 tabIndex={-1} ref={focus}>
            {t('ask.previewTitle')}
          </h2>
          {records.length > 0 ? (
            <RecordList words={words} records={records} isFolded />
          ) : (
            <p>{t('record.none')}</p>
          )}
          <Button style="secondary" act={() => setRecords(undefined)}>
            {t('ask.previewClose')}
          </Button>
        </>
      )}
    </div>
  );
}
