import type { Shown } from '../session/decision.ts';
import { type Draft, ticked, tickedFields, withFields } from '../session/draft.ts';
import { explicitStatement } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';
import { Group, Place } from './faults.tsx';
import { TickBox } from './fields.tsx';

/** What is chosen so far, and how to choose otherwise. */
export interface DraftProps {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
}

interface ItemFieldsProps extends DraftProps {
  readonly words: Words;
  readonly item: Shown['items'][number];
  /** Who would receive, as things are chosen now. */
  readonly receivers: readonly string[];
  readonly field: string | undefined;
  readonly isTarget: boolean;
}

/**
 * One category: a tick for all of it, one for what only makes sense together, one for each further field, and the
 * explicit statement where it needs one. A further field is never granted without what it belongs to.
 */
export function ItemFields({ words, draft, change, item, receivers, field, isTarget }: ItemFieldsProps) {
  const { t, list } = words;
  const { category, label, plain, sensitivity } = item;
  const chosen = tickedFields(draft, category);
  const core = item.fields.filter(({ required }) => required);
  const others = item.fields.filter(({ required }) => !required);
  const all = item.fields.map(({ code }) => code);
  const together = core.map(({ code }) => code);
  const choose = (codes: Iterable<string>) => change(withFields(draft, category, new Set(codes)));
  return (
    <Group field={`item-${category}`} title={label} isTarget={isTarget}>
      <p>{plain}</p>
      <TickBox
        id={`all-${category}`}
        label={t('part.all', { label })}
        ticked={chosen.size === all.length}
        partly={chosen.size > 0 && chosen.size < all.length}
        change={(on) => choose(on ? all : [])}
        style="strong"
        field={field}
      />
      <div class="indent">
        {core.length > 0 && (
          <TickBox
            id={`core-${category}`}
            label={list(core.map((one) => one.label))}
            ticked={together.every((code) => chosen.has(code))}
            change={(on) => choose(on ? [...chosen, ...together] : [])}
          />
        )}
        {others.map(({ code, label: name }) => (
          <TickBox
            key={code}
            id={`field-${category}-${code}`}
            label={name}
            ticked={chosen.has(code)}
            change={(on) => choose([...ticked(chosen, code, on), ...(on ? together : [])])}
          />
        ))}
      </div>
      {sensitivity === 'special' && (
        <ExplicitBox
          draft={draft}
          change={change}
          category={category}
          statement={explicitStatement(words, item, receivers)}
        />
      )}
    </Group>
  );
}

interface ExplicitBoxProps extends DraftProps {
  readonly category: string;
  readonly statement: string;
}

/** The explicit statement of a special category, ticked by hand (Art. 9(2)(a) GDPR). */
export function ExplicitBox({ draft, change, category, statement }: ExplicitBoxProps) {
  const field = `explicit-${category}`;
  return (
    <Place field={field}>
      <TickBox
        id={field}
        field={field}
        label={statement}
        ticked={draft.explicit.has(category)}
        change={(on) => change({ ...draft, explicit: ticked(draft.explicit, category, on) })}
        style="explicit"
      />
    </Place>
  );
}
