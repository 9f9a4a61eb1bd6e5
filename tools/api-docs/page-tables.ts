import type { Operation } from '../../lambdas/api/operation.ts';
import { type ProblemCode, problems } from '../../lambdas/domain/problems.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';
import type { JsonSchema } from './json-schema.ts';
import { Html, html, sentence } from './markup.ts';
import { problemsOf } from './problems-of.ts';

/** Fields with their types, as a table that scrolls on its own. */
export function fieldTable(rows: readonly FieldRow[], label: string): Html {
  return html`<section class="wide" tabindex="0" aria-label="${label}"><table>
<thead><tr><th scope="col">Field</th><th scope="col">What it is</th></tr></thead>
<tbody>
${rows.map(
  ({
    path,
    type,
    text,
    required,
  }) => html`<tr><th scope="row"><code>${breakable(path)}</code>${required ? '' : html` <small>optional</small>`}</th><td>${sentence(text)}<br><small>${named(type)}</small></td></tr>
`,
)}</tbody>
</table></section>
`;
}

/** The description of a type, with a link to its named schema. */
export function named(type: string): Html {
  const shape = /^(?:list of )?([A-Z][A-Za-z]+)$/.exec(type)?.[1];
  if (shape === undefined) return html`${type}`;
  return html`${type.slice(0, -shape.length)}<a href="#shape-${shape}">${shape}</a>`;
}

/** Lets long paths break between their parts. */
export function breakable(path: string): Html {
  return new Html(html`${path}`.text.replace(/([/.])/g, '$1<wbr>'));
}

/** The named schemas. */
export function shapes(schemas: Record<string, JsonSchema>): Html {
  return html`<section aria-labelledby="shapes">
<h2 id="shapes">Shapes</h2>
<p>What several operations send or answer.</p>
${Object.entries(schemas)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(
    ([name, schema]) => html`<article aria-labelledby="shape-${name}">
<h3 id="shape-${name}">${name}</h3>
${fieldTable(fieldRows(schema), `Fields of ${name}`)}</article>
`,
  )}</section>
`;
}

/** Every problem that an operation can give. */
export function problemTable(rows: readonly Operation[]): Html {
  const used = new Set<ProblemCode>([...rows.flatMap(problemsOf), 'method-not-allowed']);
  return html`<section aria-labelledby="problems">
<h2 id="problems">Problems</h2>
<p>Refusals and failures are problem details (RFC 9457), <code>application/problem+json</code>. The code stands at the end of <code>type</code>: <code>urn:habeas:problem:consent-required</code>.</p>
<section class="wide" tabindex="0" aria-label="All problems"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Title</th></tr></thead>
<tbody>
${Object.entries(problems)
  .filter(([code]) => [...used].some((one) => one === code))
  .map(
    ([
      code,
      [status, title],
    ]) => html`<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${title}</td></tr>
`,
  )}</tbody>
</table></section>
</section>
`;
}
