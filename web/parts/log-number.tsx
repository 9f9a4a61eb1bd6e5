import type { Words } from '../text/texts.ts';
import { Fold } from './facts.tsx';

interface LogNumberProps {
  readonly words: Words;
  readonly entry: string;
}

/** The long number of the entry in the log, for those who look it up. */
export const LogNumber = ({ words: { t }, entry }: LogNumberProps) => (
  <Fold summary={t('done.experts')}>
    <p class="small">{t('done.record', { entry })}</p>
  </Fold>
);
