import { afterAll, describe, it } from 'vitest';
import { startBrowser } from '../../../local/demo/browser.ts';
import { Stage } from '../../../local/demo/stage.ts';
import { story } from '../../../local/demo/story.ts';
import { localSystem } from '../../support/scenario/over-http.ts';

const browser = await startBrowser();
afterAll(() => browser.close());

/** The story that `npm run demo` tells; every chapter throws when the system answers otherwise. */
describe('the story', () => {
  let offScript = false;
  for (const { title, play } of story(new Stage(localSystem()), browser))
    it(title, async (context) => {
      if (offScript) context.skip('an earlier chapter went otherwise');
      offScript = true;
      await play();
      offScript = false;
    }, 300_000);
});
