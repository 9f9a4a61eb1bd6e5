import type { App, ConsentRequest, Elsewhere, View } from '../app.ts';
import { TickBox } from '../form/fields.tsx';
import { Form, Submit } from '../form/form.tsx';
import { ExplicitBox } from '../form/item-fields.tsx';
import { CheckAnswers } from '../parts/check-answers.tsx';
import { ScreenLink } from '../parts/screen-link.tsx';
import { clockOf } from '../session/days.ts';
import { decide } from '../session/decide.ts';
import { grantOf, type Shown } from '../session/decision.ts';
import { openRequest } from '../session/open-request.ts';
import { draftFaults } from '../text/draft-faults.ts';
import { explicitStatement, grantSentence, receiving } from '../text/sentences.ts';
import { termsOfGrant } from '../text/terms.ts';

/** Screen 5: one sentence that sums up, a way to change it, and a button that says what it does. */
export async function check(app: App): Promise<View | Elsewhere> {
  const request = await openRequest(app);
  if (!request) return 'permissions';
  const { choice } = app.visit.draft;
  if (choice === undefined) return 'ask';
  return choice === 'refuse' ? refusal(app, request) : grant(app, request);
}

function refusal(app: App, request: ConsentRequest): View {
  const { words, visit } = app;
  const { t } = words;
  const { shown } = request;
  const refuse = () => {
    const { discloseReason } = visit.draft;
    const reason = discloseReason ? ({ tellReason: true } as const) : {};
    return decide(app, request, { choice: 'refuse', language: shown.language, ...reason });
  };
  return {
    title: t('check.title'),
    content: () => (
      <>
        {visit.saidNo && <p class="hint">{t('check.markedNo')}</p>}
        <p class="lead">{shown.refuseSentence}</p>
        <Form act={refuse}>
          <TickBox
            id="tell"
            label={t('check.tellRefusal', { organisation: shown.organisation.name })}
            ticked={visit.draft.discloseReason}
            change={(discloseReason) => app.change({ draft: { ...visit.draft, discloseReason } })}
          />
          <div class="steps">
            <Submit>{t('check.refuse')}</Submit>
            <ScreenLink to="ask" style="secondary">
              {t('check.change')}
            </ScreenLink>
          </div>
        </Form>
      </>
    ),
  };
}

function grant(app: App, request: ConsentRequest): View | Elsewhere {
  const { words, visit } = app;
  const { t } = words;
  const { shown } = request;
  const all = visit.draft.choice === 'all';
  // What is said here is what would be granted once the statements below are ticked too.
  const statements = new Set(shown.items.map(({ category }) => category));
  const meant = grantOf(
    all ? { ...visit.draft, explicit: statements } : visit.draft,
    request,
    clockOf(visit),
  );
  if (Array.isArray(meant)) return 'part';
  const allow = () => {
    const granted = grantOf(visit.draft, request, clockOf(visit));
    return Array.isArray(granted)
      ? app.check(draftFaults(app, request, granted))
      : decide(app, request, granted);
  };
  return {
    title: t('check.title'),
    content: () => (
      <>
        <p class="lead">{grantSentence(words, shown, meant)}</p>
        <CheckAnswers words={words} terms={termsOfGrant(words, shown, meant)} changeable />
        <Form act={allow}>
          {all && <Statements app={app} hint={t('check.explicitHint')} shown={shown} />}
          <div class="steps">
            <Submit>{t('check.allow')}</Submit>
            <ScreenLink to={all ? 'ask' : 'part'} style="secondary">
              {t('check.change')}
            </ScreenLink>
          </div>
        </Form>
      </>
    ),
  };
}

interface StatementsProps {
  readonly app: App;
  readonly hint: string;
  readonly shown: Shown;
}

/** The explicit statements that granting all of it needs. */
function Statements({ app, hint, shown }: StatementsProps) {
  const names = receiving(shown).map(({ name }) => name);
  const boxes = shown.items
    .filter(({ sensitivity }) => sensitivity === 'special')
    .map((item) => ({ category: item.category, statement: explicitStatement(app.words, item, names) }));
  if (boxes.length === 0) return undefined;
  return (
    <div>
      <p>{hint}</p>
      {boxes.map((box) => (
        <ExplicitBox
          key={box.category}
          draft={app.visit.draft}
          change={(draft) => app.change({ draft })}
          {...box}
        />
      ))}
    </div>
  );
}
