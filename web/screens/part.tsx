import { serverNow } from '../api.ts';
import type { App, ConsentRequest, Elsewhere, View } from '../app.ts';
import { Place } from '../parts/faults.tsx';
import { Form, Submit } from '../parts/form.tsx';
import { ItemFields } from '../parts/item-fields.tsx';
import { EndFields, PeriodFields, ReadFields, RecipientFields } from '../parts/limit-fields.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { grantOf } from '../session/decision.ts';
import { openRequest } from '../session/open-request.ts';
import { draftFaults } from '../text/draft-faults.ts';

/** Screen 4: nothing is ticked; only what is ticked is passed on. */
export async function part(app: App): Promise<View | Elsewhere> {
  const request = await openRequest(app);
  if (!request) return 'permissions';
  const { words, visit } = app;
  const { t } = words;
  const { shown } = request;
  visit.draft = { ...visit.draft, choice: 'part' };
  return {
    title: t('part.title'),
    content: () => {
      const limits = {
        words,
        shown,
        draft: visit.draft,
        change: (draft: typeof visit.draft) => app.change({ draft }),
      };
      return (
        <>
          <p class="lead">{shown.narrowSentence}</p>
          <Form act={() => next(app, request)}>
            <Place field="items">
              {shown.items.map((item, at) => (
                <ItemFields
                  key={item.category}
                  {...limits}
                  item={item}
                  field={at === 0 ? 'items' : undefined}
                />
              ))}
            </Place>
            {shown.recipients.length > 1 && <RecipientFields {...limits} />}
            <EndFields {...limits} />
            {shown.reads !== 'once' && <ReadFields {...limits} />}
            <PeriodFields {...limits} />
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

function next(app: App, request: ConsentRequest): unknown {
  const grant = grantOf(app.visit.draft, request, serverNow());
  return Array.isArray(grant) ? app.check(draftFaults(app, request, grant)) : app.go('check');
}
