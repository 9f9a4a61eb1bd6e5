import type { Session } from './app.ts';
import { button, el, paragraph } from './dom.ts';
import type { Words } from './texts.ts';

let open: HTMLDialogElement | undefined;

export interface TimeActions {
  extend(): Promise<unknown>;
  end(): unknown;
}

/** Screen 13: that the session is about to end; one press extends it, and nothing typed is lost. */
export function showTimeDialog({ t, time }: Words, session: Session, actions: TimeActions): void {
  closeTimeDialog();
  const more = session.extensionsLeft > 0;
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'time-title' },
    el('h2', { id: 'time-title' }, t('time.title')),
    paragraph(t('time.lead', { time: time(session.endsAt) })),
    paragraph(t(more ? 'time.kept' : 'time.last')),
    el(
      'div',
      { class: 'steps' },
      more
        ? button(t('time.extend'), 'primary', actions.extend)
        : button(t('time.close'), 'primary', closeTimeDialog),
      button(t('time.end'), 'secondary', actions.end),
    ),
  );
  document.body.append(dialog);
  open = dialog;
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}

/** Closes the dialog, if it is open; the focus goes back to where it was. */
export function closeTimeDialog(): void {
  open?.close();
  open = undefined;
}
