import type { ComponentChildren } from 'preact';
import type { Section } from '../app.ts';
import type { Terms } from '../text/terms.ts';
import type { Words } from '../text/texts.ts';
import { type Fact, Lines } from './facts.tsx';
import { ScreenLink } from './screen-link.tsx';

interface CheckAnswersProps {
  readonly words: Words;
  readonly terms: Terms;
  /** Each line has its own way to change it. */
  readonly changeable?: boolean;
  /** Facts that stand above the terms, and below them. */
  readonly before?: readonly Fact[];
  readonly after?: readonly Fact[];
}

/** Check your answers: what is granted, in one list on every screen that speaks of it. */
export function CheckAnswers({ words, terms, changeable, before = [], after = [] }: CheckAnswersProps) {
  const { t } = words;
  const rows: readonly (readonly [string, ComponentChildren, Section?])[] = [
    ...before,
    [t('terms.receivers'), <Lines key="receivers" of={terms.receivers} />, 'receivers'],
    [t('terms.data'), <Lines key="data" of={terms.data} />, 'items'],
    [t('terms.left'), terms.left.length > 0 && <Lines key="left" of={terms.left} />],
    [t('terms.period'), terms.period, 'period'],
    [t('terms.reads'), terms.reads, 'reads'],
    [t('terms.until'), t('terms.untilDay', { date: terms.until }), 'end'],
    [t('terms.purpose'), t('terms.inOrder', { purpose: terms.purpose })],
    ...after,
  ];
  return (
    <dl class="check">
      {rows.map(
        ([term, description, section]) =>
          description !== undefined &&
          description !== false &&
          description !== '' && (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{description}</dd>
              {changeable && section && (
                <dd class="change">
                  <ScreenLink to={`part/${section}`} label={t('check.changeNamed', { what: term })}>
                    {t('check.changeShort')}
                  </ScreenLink>
                </dd>
              )}
            </div>
          ),
      )}
    </dl>
  );
}
