import { serverNow } from '../api.ts';
import type { App, View } from '../app.ts';
import { openAsk } from '../asking.ts';
import { grantOf } from '../decision.ts';
import { el, form, paragraph, screenLink, submitButton } from '../dom.ts';
import { draftFaults } from '../draft-faults.ts';
import { place } from '../fields.ts';
import { endFields, itemFields, periodFields, readFields, receiverFields } from '../part-fields.ts';

/** Screen 4: nothing is ticked; only what is ticked is passed on. */
export async function part(app: App): Promise<View | string> {
  const asked = await openAsk(app);
  if (!asked) return 'permissions';
  const { words, visit } = app;
  const { t } = words;
  const { shown } = asked;
  const { draft } = visit;
  draft.choice = 'part';
  const next = submitButton(t('part.next'));
  return {
    title: t('part.title'),
    content: [
      paragraph(shown.narrowSentence, 'lead'),
      form(
        [
          place('items', ...shown.items.map((item) => itemFields(words, draft, item))),
          shown.recipients.length > 1 && receiverFields(words, draft, shown),
          endFields(words, draft, shown),
          shown.reads !== 'once' && readFields(words, draft, shown),
          periodFields(words, draft, shown),
          el('div', { class: 'steps' }, next, screenLink(t('part.back'), 'ask', 'secondary')),
          paragraph(t('part.nextHint'), 'small'),
        ],
        next,
        () => {
          const grant = grantOf(draft, asked, serverNow());
          if (Array.isArray(grant)) app.check(draftFaults(words, shown, grant));
          else app.go('check');
        },
      ),
    ],
  };
}
