import type { Refusal } from '../api.ts';
import type { View } from '../app.ts';
import { Button } from '../parts/button.tsx';
import { problemText } from '../text/problems.ts';
import type { Words } from '../text/texts.ts';

/** Instead of a screen that could not be made: what happened, and the way to try again. */
export const trouble = (words: Words, code: Refusal['code'], again: () => unknown): View => ({
  title: words.t('trouble.title'),
  content: () => (
    <>
      <p class="lead">{problemText(code)(words)}</p>
      <div class="steps">
        <Button style="primary" act={again}>
          {words.t('trouble.again')}
        </Button>
      </div>
    </>
  ),
});
