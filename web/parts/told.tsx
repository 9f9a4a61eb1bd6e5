import type { Message } from '../app.ts';
import type { Words } from '../text/texts.ts';

/** Something that is told. The same text told a second time has another number, so that it is announced again. */
export interface Telling {
  readonly text: Message;
  readonly number: number;
}

interface ToldProps {
  readonly words: Words;
  /** `alert` interrupts, `status` waits for a pause. */
  readonly role: 'alert' | 'status';
  readonly telling: Telling | undefined;
}

/** A region in which something is told without moving the focus, and brought into sight. */
export const Told = ({ words, role, telling }: ToldProps) => (
  <div class={role === 'status' ? 'told news' : 'told'} role={role}>
    {telling && (
      <p key={telling.number} ref={bringIntoSight}>
        {telling.text(words)}
      </p>
    )}
  </div>
);

const bringIntoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });
