/** Text made safe for HTML content and attributes. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  return text.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1f; background: #f6f6f4; margin: 0 auto; max-width: 48rem; padding: 1.5rem 1rem; }
  h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 0; }
  p { margin: .25rem 0; } .quiet { color: #55565c; font-size: .9rem; }
  article { background: #fff; border: 1px solid #d9d9d4; border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .75rem 0 0; }
  a { color: #0b4f8a; } iframe { width: 100%; height: 30rem; border: 1px solid #d9d9d4; }
`;

/** A whole plain page of the local tools; `body` is HTML already. */
export function htmlPage(title: string, intro: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="quiet">${escapeHtml(intro)} <a href="">Reload</a> · as JSON for whoever accepts <code>application/json</code></p>
${body}
</main>
</html>
`;
}

/** An instant for people to read, in UTC to the second. */
export function readableTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
