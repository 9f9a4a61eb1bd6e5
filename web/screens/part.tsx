import type { App, ConsentRequest, Elsewhere, View } from '../app.ts';
import { DayChoice } from '../form/day-choice.tsx';
import { Place } from '../form/faults.tsx';
import { Form, Submit } from '../form/form.tsx';
import { ItemFields } from '../form/item-fields.tsx';
import { EndFields, PeriodFields, ReadFields, RecipientFields } from '../form/limit-fields.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { clockOf } from '../session/days.ts';
import { grantOf, type Shown, wholeDraft } from '../session/decision.ts';
import type { Draft } from '../session/draft.ts';
import { openRequest } from '../session/open-request.ts';
import { draftFaults } from '../text/draft-faults.ts';
import { receiving } from '../text/sentences.ts';
import type { Words } from '../text/texts.ts';

/** Screen 4: nothing is ticked; only what is ticked is passed on. */
export async function part(app: App, section: string): Promise<View | Elsewhere> {
  const request = await openRequest(app);
  if (!request) return 'permissions';
  const { words, visit } = app;
  const { t } = words;
  const { shown } = request;
  // Who comes from the review of a Yes changes that answer; its statements are ticked anew.
  visit.draft =
    visit.draft.choice === 'all' ? wholeDraft(visit.draft, shown) : { ...visit.draft, choice: 'part' };
  return {
    title: t('part.title'),
    content: () => {
      const limits = {
        words,
        shown,
        clock: clockOf(visit),
        section,
        draft: visit.draft,
        change: (draft: typeof visit.draft) => app.change({ draft }),
      };
      return (
        <>
          <p class="lead">{shown.narrowSentence}</p>
          <Form act={() => next(app, request)}>
            {shown.recipients.length > 1 && <RecipientFields {...limits} />}
            <Place field="items">
              {shown.items.map((item, at) => (
                <ItemFields
                  key={item.category}
                  {...limits}
                  item={item}
                  receivers={chosenReceivers(words, shown, visit.draft)}
                  field={at === 0 ? 'items' : undefined}
                  isTarget={at === 0 && section === 'items'}
                />
              ))}
            </Place>
            <EndFields {...limits} />
            {shown.reads !== 'once' && <ReadFields {...limits} />}
            <PeriodFields {...limits}>
              <DayChoice app={app} request={request.id} change={limits.change} />
            </PeriodFields>
            <div class="steps">
              <Submit>{t('part.next')}</Submit>
              <ScreenLink to="ask" style="secondary">
                {t('part.back')}
              </ScreenLink>
            </div>
            <p class="small">{t('part.nextHint')}</p>
          </Form>
        </>
      );
    },
  };
}

/** The names of those ticked; before any is, the statement speaks of those that will be. */
function chosenReceivers({ t }: Words, shown: Shown, { recipients }: Draft): string[] {
  const codes = shown.recipients.length > 1 ? [...recipients] : undefined;
  const names = receiving(shown, codes).map(({ name }) => name);
  return names.length > 0 ? names : [t('part.receiversTicked')];
}

function next(app: App, request: ConsentRequest): unknown {
  const grant = grantOf(app.visit.draft, request, clockOf(app.visit));
  return Array.isArray(grant) ? app.check(draftFaults(app, request, grant)) : app.go('check');
}
