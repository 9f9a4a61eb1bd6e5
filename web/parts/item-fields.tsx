import type { Shown } from '../session/decision.ts';
import { type Draft, ticked, tickedFields, withFields } from '../session/draft.ts';
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
  readonly field: string | undefined;
}

/** One category: a tick for all of it, one for each field, and the explicit statement where it needs one. */
export function ItemFields({ words: { t }, draft, change, item, field }: ItemFieldsProps) {
  const { category, label, plain, explicitStatement } = item;
  const chosen = tickedFields(draft, category);
  const all = item.fields.map(({ code }) => code);
  const choose = (codes: Iterable<string>) => change(withFields(draft, category, new Set(codes)));
  return (
    <Group field={`item-${category}`} title={label}>
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
        {item.fields.map(({ code, label: name }) => (
          <TickBox
            key={code}
            id={`field-${category}-${code}`}
            label={name}
            ticked={chosen.has(code)}
            change={(on) => choose(ticked(chosen, code, on))}
          />
        ))}
      </div>
      {explicitStatement !== undefined && (
        <ExplicitBox draft={draft} change={change} category={category} statement={explicitStatement} />
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
