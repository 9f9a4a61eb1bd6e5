import type { ComponentChildren } from 'preact';

/** A term with its description. */
export type Fact = readonly [term: string, description: ComponentChildren];

/** Terms with their descriptions; a term without a description is left out. */
export const Facts = ({ of }: { readonly of: readonly Fact[] }) => (
  <dl>
    {of
      .filter(([, description]) => description !== undefined && description !== false && description !== '')
      .map(([term, description]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{description}</dd>
        </div>
      ))}
  </dl>
);

/** Each text as a paragraph. */
export const Lines = ({ of }: { readonly of: readonly string[] }) =>
  of.map((text) => <p key={text}>{text}</p>);

interface FoldProps {
  readonly summary: string;
  readonly children: ComponentChildren;
}

/** A fold that opens on demand, and stays as it is when the language changes. */
export const Fold = ({ summary, children }: FoldProps) => (
  <details>
    <summary>{summary}</summary>
    {children}
  </details>
);
