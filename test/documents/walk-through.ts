import { textOf } from './markdown.ts';

/** One block of commands in the walk-through. */
export interface Step {
  /** The heading it stands under. */
  readonly heading: string;
  readonly commands: string;
  /** The answer that is shown below it, in short; undefined where none is. */
  readonly answer: unknown;
}

const parts =
  /^#+ (?<heading>.+)$|^```sh\n(?<commands>[\s\S]*?)^```$(?:\n+```json\n(?<answer>[\s\S]*?)^```$)?/gm;

/** The steps of docs/walk-through.md, in order. */
export const walkThrough: readonly Step[] = stepsIn(textOf('docs/walk-through.md'));

function stepsIn(page: string): Step[] {
  let heading = '';
  return [...page.matchAll(parts)].flatMap(({ groups = {} }) => {
    if (groups.heading !== undefined) heading = groups.heading;
    if (groups.commands === undefined) return [];
    const answer = groups.answer === undefined ? undefined : JSON.parse(groups.answer);
    return [{ heading, commands: groups.commands, answer }];
  });
}

/** What of an answer is shown otherwise than it came; an ellipsis stands for any text, and members may be left out. */
export function differences(shown: unknown, came: unknown, at = ''): string[] {
  if (typeof shown === 'string' && shown.includes('…')) {
    const [before = '', after = ''] = shown.split('…');
    const fits = typeof came === 'string' && came.startsWith(before) && came.endsWith(after);
    return fits ? [] : [`${at}: ${shown} is shown, ${JSON.stringify(came)} came`];
  }
  if (typeof shown !== 'object' || shown === null || typeof came !== 'object' || came === null)
    return shown === came ? [] : [`${at}: ${JSON.stringify(shown)} is shown, ${JSON.stringify(came)} came`];
  const left = Array.isArray(shown) ? Object.keys(came).filter((name) => !(name in shown)) : [];
  return [
    ...left.map((name) => `${at}/${name} is not shown`),
    ...Object.entries(shown).flatMap(([name, value]) =>
      differences(value, new Map<string, unknown>(Object.entries(came)).get(name), `${at}/${name}`),
    ),
  ];
}
