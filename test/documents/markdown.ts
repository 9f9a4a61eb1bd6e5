import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the repository. */
export const root = join(import.meta.dirname, '..', '..');

/** A file of the repository as text. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The documents that people read, as paths from the root. */
export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
    .sort(),
];

const fences = /^```.*\n[\s\S]*?^```$/gm;

/** A document without its code blocks. */
const proseOf = (markdown: string): string => markdown.replaceAll(fences, '');

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    for (let name = slug, again = 1; ; name = `${slug}-${again++}`)
      if (!anchors.has(name)) {
        anchors.add(name);
        break;
      }
  }
  return anchors;
}

/** Where the links of a document lead, outside of code. */
export function linksOf(markdown: string): string[] {
  const text = proseOf(markdown).replaceAll(/`[^`\n]*`/g, '`');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** The section of a document below a heading of the second level. */
export function sectionOf(markdown: string, heading: string): string {
  const [, after = ''] = markdown.split(`\n## ${heading}\n`);
  const [text = ''] = after.split(/^## /m);
  return text;
}

/** What stands in a text as code. */
export const codeIn = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The cells of every row of a document's tables, without the head. */
export function rowsOf(markdown: string): string[][] {
  const lines = proseOf(markdown).split('\n');
  return lines
    .filter(
      (line, i) =>
        line.startsWith('|') && !/^\|[-:| ]+\|$/.test(line) && !/^\|[-:| ]+\|$/.test(lines[i + 1] ?? ''),
    )
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

const example = /^```json example=(?<name>[\w-]+)\n(?<text>[\s\S]*?)^```$/gm;

/** The JSON texts of a document's named examples, by name, without the last line feed. */
export function examplesIn(markdown: string): ReadonlyMap<string, string> {
  return new Map(
    [...markdown.matchAll(example)].map(({ groups = {} }) => [
      groups.name ?? '',
      (groups.text ?? '').trimEnd(),
    ]),
  );
}
