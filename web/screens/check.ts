import type { Decision } from '../../lambdas/domain/requests/request.ts';
import { call, serverNow } from '../api.ts';
import type { App, Asked, View } from '../app.ts';
import { openAsk } from '../asking.ts';
import { grantOf } from '../decision.ts';
import { type Child, el, facts, form, paragraph, screenLink, submitButton } from '../dom.ts';
import { draftFaults } from '../draft-faults.ts';
import { tickBox } from '../fields.ts';
import { explicitBox } from '../part-fields.ts';
import { grantSentence, leftOut, receivers } from '../sentences.ts';

/** Screen 5: one sentence that sums up, a way to change it, and a button that says what it does. */
export async function check(app: App): Promise<View | string> {
  const asked = await openAsk(app);
  if (!asked) return 'permissions';
  const { choice } = app.visit.draft;
  if (choice === undefined) return 'ask';
  return choice === 'refuse' ? refusal(app, asked) : grant(app, asked);
}

function refusal(app: App, asked: Asked): View {
  const { t } = app.words;
  const { draft } = app.visit;
  const { shown } = asked;
  const refuse = submitButton(t('check.refuse'));
  return {
    title: t('check.title'),
    content: [
      paragraph(shown.refuseSentence, 'lead'),
      form(
        [
          tickBox(
            'tell',
            t('check.tellRefusal', { organisation: shown.organisation.name }),
            draft.tell,
            (on) => {
              draft.tell = on;
            },
          ),
          steps(refuse, screenLink(t('check.change'), 'ask', 'secondary')),
        ],
        refuse,
        () =>
          decide(
            app,
            asked,
            { choice: 'refuse', language: shown.language, ...(draft.tell && { tellReason: true }) },
            '',
          ),
      ),
    ],
  };
}

function grant(app: App, asked: Asked): View | string {
  const { words, visit } = app;
  const { t } = words;
  const { shown } = asked;
  const { draft } = visit;
  const all = draft.choice === 'all';
  // What is said here is what would be granted once the statements below are ticked too.
  const statements = new Set(shown.items.map(({ category }) => category));
  const meant = grantOf(all ? { ...draft, explicit: statements } : draft, asked, serverNow());
  if (Array.isArray(meant)) return 'part';
  const left = leftOut(words, shown, meant);
  const sentence = grantSentence(words, shown, meant);
  const allow = submitButton(t('check.allow'));
  return {
    title: t('check.title'),
    content: [
      paragraph(sentence, 'lead'),
      facts([
        [t('check.receivers'), receivers(shown, meant.recipients).map((line) => paragraph(line))],
        [t('check.left'), left.length > 0 && left.map((line) => paragraph(line))],
      ]),
      form(
        [
          all && explicitBoxes(app, asked),
          steps(allow, screenLink(t('check.change'), all ? 'ask' : 'part', 'secondary')),
        ],
        allow,
        () => {
          const granted = grantOf(draft, asked, serverNow());
          if (Array.isArray(granted)) app.check(draftFaults(words, shown, granted));
          else return decide(app, asked, granted, sentence);
        },
      ),
    ],
  };
}

function explicitBoxes(app: App, { shown }: Asked): Child {
  const boxes = shown.items.flatMap(({ category, explicitStatement }) =>
    explicitStatement === undefined ? [] : [explicitBox(app.visit.draft, category, explicitStatement)],
  );
  return boxes.length > 0 && el('div', {}, paragraph(app.words.t('check.explicitHint')), ...boxes);
}

const steps = (...buttons: readonly Child[]) => el('div', { class: 'steps' }, buttons);

async function decide(app: App, asked: Asked, decision: Decision, sentence: string): Promise<void> {
  try {
    const answer = await call('request.decide', { path: { request: asked.id }, body: decision });
    app.visit.decided = { answer, asked, sentence };
    app.visit.closed = true;
    app.go('done');
  } catch (error) {
    // Somebody decided, or the ask ended, meanwhile: the next look shows how it stands.
    app.visit.asked = undefined;
    await app.fail(error);
  }
}
