/** Text made safe for HTML content and attributes. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  return text.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

const style = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; color: light-dark(#1b1b1f, #ece9e2); background: light-dark(#f6f6f4, #15191b); margin: 0 auto; max-width: 48rem; padding: 1.5rem 1rem; }
  h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 0; }
  p { margin: .25rem 0; } .quiet { color: light-dark(#55565c, #b9c0c2); font-size: .9rem; }
  article { background: light-dark(#fff, #1d2326); border: 1px solid light-dark(#d9d9d4, #3b4447); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .75rem 0 0; }
  a { color: light-dark(#0b4f8a, #8cc4f0); } iframe { width: 100%; height: 30rem; border: 1px solid light-dark(#d9d9d4, #3b4447); color-scheme: light; background: #fff; }
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
