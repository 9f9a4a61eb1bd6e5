import type { HttpFunction } from '../../lambdas/api/functions.ts';
import type { Operation } from '../../lambdas/api/operation.ts';
import { examples } from './examples.ts';
import { type FieldRow, fieldRows, typeText } from './field-rows.ts';
import type { JsonSchema } from './json-schema.ts';
import { type Html, html, sentence } from './markup.ts';
import type { OpenApi } from './openapi.ts';
import { introduction } from './page-introduction.ts';
import { breakable, fieldTable, named, problemTable, shapes } from './page-tables.ts';
import { credentialOf, isChange, isFromPage, problemsOf } from './problems-of.ts';
import { Schemas } from './schemas.ts';
import { operationTexts } from './texts/operations.ts';
import { callerTexts, functionTexts, parameterTexts } from './texts/topics.ts';

/** The API documentation as one page: no script, one style sheet, every operation with its fields and problems. */
export function apiPage(rows: readonly Operation[], { info }: OpenApi): string {
  const served = (Object.keys(functionTexts) as HttpFunction[]).filter((name) =>
    rows.some((row) => row.function === name),
  );
  const rowsOf = (name: HttpFunction) => rows.filter((row) => row.function === name);
  const schemas = new Schemas();
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Habeas API</title>
<link rel="icon" href="page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="page/docs.css">
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<h1>Habeas API</h1>
<p>${String(info.summary)}. Version ${String(info.version)}, also as <a href="openapi.json">OpenAPI 3.1</a>.</p>
</header>
<nav aria-label="Contents">
<ul>
<li><a href="#how-to-call">How to call</a></li>
${served.map((name) => navigation(name, rowsOf(name)))}
<li><a href="#shapes">Shapes</a></li>
<li><a href="#problems">Problems</a></li>
</ul>
</nav>
<main id="main">
${introduction()}
${served.map(
  (name) => html`<section aria-labelledby="function-${name}">
<h2 id="function-${name}">${functionTexts[name].title}</h2>
<p>${functionTexts[name].description}</p>
${rowsOf(name).map((row) => operation(row, schemas))}
</section>
`,
)}
${shapes(schemas.components)}
${problemTable(rows)}
</main>
</body>
</html>
`.text
  }`;
}

function navigation(name: HttpFunction, rows: readonly Operation[]): Html {
  return html`<li><a href="#function-${name}">${functionTexts[name].title}</a>
<ul>${rows.map((row) => html`<li><a href="#${row.name}">${row.name}</a></li>`)}</ul>
</li>
`;
}

function operation(row: Operation, schemas: Schemas): Html {
  const { body, answer } = examples[row.name] ?? {};
  const sent = row.body && schemas.input(row.body, row.name);
  const answered = row.answer && schemas.output(row.answer, row.name);
  return html`<article aria-labelledby="${row.name}">
<h3 id="${row.name}"><a href="#${row.name}">${row.name}</a></h3>
<p class="route"><span class="method">${row.method}</span> <code>${breakable(row.path)}</code></p>
<p>${sentence(`${row.summary}. ${operationTexts[row.name] ?? ''}`)}</p>
<p class="who">Who: ${row.who.map((caller) => callerTexts[caller]).join(', ')}</p>
${parametersOf(row, schemas)}
${sent ? part(row.name, 'Body', sent, fieldRows(sent), request(row, body)) : ''}
${answered ? part(row.name, `Answer ${row.status}`, answered, fieldRows(answered), answer === undefined ? '' : sample('An answer', answer)) : html`<p>Answer: ${row.status}${row.contentType === undefined ? '' : `, ${row.contentType}`}</p>`}
<p class="problems">Problems: ${problemsOf(row).map((code, i) => html`${i > 0 ? ', ' : ''}<a href="#problem-${code}">${code}</a>`)}</p>
</article>
`;
}

function part(
  name: string,
  title: string,
  schema: JsonSchema,
  rows: readonly FieldRow[],
  example: Html | '',
): Html {
  const whole =
    rows.length === 0 ? html`<p>${named(typeText(schema))}</p>` : fieldTable(rows, `${title} of ${name}`);
  return html`<h4>${title}</h4>
${Object.keys(schema.properties ?? {}).length === 0 && schema.type === 'object' ? html`<p>An empty object.</p>` : whole}
${example}
`;
}

function parametersOf(row: Operation, schemas: Schemas): Html | '' {
  const path = [...row.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const query = row.query ? fieldRows(schemas.input(row.query, row.name)) : [];
  const headers = [
    ...(credentialOf(row) === 'bearer' ? [['Authorization', 'A bearer token']] : []),
    ...(row.idempotent ? [['Idempotency-Key', 'Makes a repeat harmless']] : []),
    ...(row.versioned && isChange(row) ? [['If-Match', 'The version that is to be changed']] : []),
    ...(credentialOf(row) === 'session' && isChange(row) ? [['X-CSRF-Token', 'From the session']] : []),
    ...(isFromPage(row) ? [['Origin', 'The origin of this API, as browsers send it']] : []),
  ];
  if (path.length + query.length + headers.length === 0) return '';
  return html`<h4>Parameters</h4>
<dl>
${path.map((name) => html`<div><dt><code>${name}</code> <small>path</small></dt><dd>${sentence(parameterTexts[name as keyof typeof parameterTexts])}</dd></div>`)}
${query.map(({ path: name, type, text }) => html`<div><dt><code>${name}</code> <small>query</small></dt><dd>${sentence(text)}<br><small>${type}</small></dd></div>`)}
${headers.map(([name = '', text = '']) => html`<div><dt><a href="#header-${name.toLowerCase()}"><code>${name}</code></a> <small>header</small></dt><dd>${text}</dd></div>`)}
</dl>
`;
}

function request(row: Operation, body: unknown): Html | '' {
  if (body === undefined) return '';
  return html`<details><summary>A request</summary>
<pre tabindex="0">${row.method} ${row.path}
${credentialOf(row) === 'bearer' ? 'Authorization: Bearer …\n' : ''}${row.idempotent ? 'Idempotency-Key: 0f9c2a41\n' : ''}Content-Type: application/json

${JSON.stringify(body, null, 2)}</pre>
</details>
`;
}

function sample(title: string, value: unknown): Html {
  return html`<details><summary>${title}</summary>
<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>
</details>
`;
}
