import type { Session } from '../app.ts';
import type { Words } from '../text/texts.ts';
import { Button } from './button.tsx';

export interface TimeActions {
  readonly extend: () => Promise<unknown>;
  readonly end: () => unknown;
  readonly close: () => void;
}

interface TimeDialogProps extends TimeActions {
  readonly words: Words;
  readonly session: Session;
}

/** Screen 13: that the session is about to end; one press extends it, and nothing typed is lost. */
export function TimeDialog({ words: { t, time }, session, extend, end, close }: TimeDialogProps) {
  const more = session.extensionsLeft > 0;
  return (
    <dialog
      aria-labelledby="time-title"
      ref={openModal}
      onClose={({ currentTarget }) => currentTarget.isConnected && close()}
    >
      <h2 id="time-title">{t('time.title')}</h2>
      <p>{t('time.lead', { time: time(session.endsAt) })}</p>
      <p>{t(more ? 'time.kept' : 'time.last')}</p>
      <div class="steps">
        <Button key={String(more)} style="primary" act={more ? extend : close}>
          {t(more ? 'time.extend' : 'time.close')}
        </Button>
        <Button style="secondary" act={end}>
          {t('time.end')}
        </Button>
      </div>
    </dialog>
  );
}

function openModal(dialog: HTMLDialogElement | null) {
  dialog?.showModal();
  // Closed before it goes, so that the focus returns to where it was.
  return () => dialog?.close();
}
