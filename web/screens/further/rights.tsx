import { useState } from 'preact/hooks';
import { type Answer, call } from '../../api.ts';
import type { App, View } from '../../app.ts';
import { Button } from '../../parts/button.tsx';
import { Fold } from '../../parts/facts.tsx';
import { ScreenLink } from '../../parts/screen-link.tsx';
import type { Words } from '../../text/texts.ts';

type Lock = Answer<'my-restriction.read'>;

/** Screen 11: what an individual decides about their data as a whole. */
export async function rights(app: App): Promise<View> {
  const { words } = app;
  const lock = await call('my-restriction.read', {});
  return {
    title: words.t('rights.title'),
    content: () => (
      <>
        <LockSwitch key={words.language} app={app} words={words} first={lock} />
        <section>
          <h2>{words.t('erase.title')}</h2>
          <p>{words.t('rights.erase')}</p>
          <div class="steps">
            <ScreenLink to="erase" style="secondary">
              {words.t('rights.toErase')}
            </ScreenLink>
          </div>
        </section>
      </>
    ),
  };
}

interface LockSwitchProps {
  readonly app: App;
  readonly words: Words;
  readonly first: Lock;
}

/** One switch: whether the data are locked, and by whom; and what has happened. */
function LockSwitch({ app, words: { t, moment }, first }: LockSwitchProps) {
  const [{ reasons, log }, setLock] = useState(first);
  const change = async (name: 'my-restriction.set' | 'my-restriction.lift') => {
    try {
      setLock(name === 'my-restriction.set' ? await call(name, { body: {} }) : await call(name, {}));
    } catch (error) {
      await app.fail(error);
    }
  };
  const mine = reasons.includes('asked');
  return (
    <section>
      <h2>{t('lock.title')}</h2>
      <p>{t('lock.lead')}</p>
      <div role="status">
        {reasons.length === 0 && <p class="outcome">{t('lock.none')}</p>}
        {reasons.map((reason) => (
          <p key={reason} class="outcome">
            {t(`lock.${reason}`)}
          </p>
        ))}
      </div>
      <div class="steps">
        <Button
          key={mine ? 'lift' : 'set'}
          style="secondary"
          act={() => change(mine ? 'my-restriction.lift' : 'my-restriction.set')}
        >
          {t(mine ? 'lock.lift' : 'lock.now')}
        </Button>
      </div>
      {log.length > 0 && (
        <Fold summary={t('lock.log')}>
          <ul>
            {log.map(({ at, reason, locked }) => (
              <li key={at}>
                {moment(at)}: {t(`lock.${locked ? 'locked' : 'lifted'}.${reason}`)}
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </section>
  );
}
