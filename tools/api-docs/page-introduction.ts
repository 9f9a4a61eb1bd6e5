import { type Html, html } from './markup.ts';

/** The rules that apply to every call, in the order in which a reader meets them. */
export function introduction(): Html {
  return html`<section aria-labelledby="how-to-call">
<h2 id="how-to-call">How to call</h2>
<p>JSON over HTTPS. Instants are RFC 3339 in UTC, durations ISO 8601, ids are random and mean nothing.</p>
<pre tabindex="0">curl https://habeas.example/v1/tenants/$TENANT/disclosures \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"reference":"P-2047","purpose":"MedicalHealth","categories":["health.lab"]}'</pre>
<dl>
<div><dt id="header-authorization">Authorization</dt><dd>A bearer token of the deployment’s issuer, by the OAuth 2 client credentials grant. The token says who calls. What they may do is their membership in Habeas, read anew with every call: removing a member takes effect on the next one.</dd></div>
<div><dt>The individual</dt><dd>The individual has no account. A one-time link opens a session, whose cookie <code>__Host-habeas</code> reaches that person’s own operations only.</dd></div>
<div><dt id="header-x-csrf-token">X-CSRF-Token</dt><dd>Every change in a session needs it: the <code>csrf</code> that the session answered. </dd></div>
<div><dt id="header-origin">Origin</dt><dd>What only the page may call (every change below <code>/v1/individual/</code>, opening a session and sending for a link among them) needs the origin of this API, as browsers send it; without it the answer is 403 <code>csrf</code>. The session’s cookie is <code>Secure</code>: over <code>http://localhost</code> browsers send it, other clients have to be told.</dd></div>
<div><dt id="header-idempotency-key">Idempotency-Key</dt><dd>For operations that create: the same key and body gives the first answer again for 24 hours, another body is refused. Disclosures ignore it, because each passes the gate anew.</dd></div>
<div><dt id="header-if-match">If-Match</dt><dd>For operations that change: the <code>ETag</code> of the version you have seen. When the resource has changed since, nothing happens and the answer is 412.</dd></div>
<div><dt>Lists</dt><dd>They take <code>limit</code> (at most 100) and <code>cursor</code>, which is the <code>next</code> of the page before. There are no totals.</dd></div>
<div><dt>Input</dt><dd>Unknown members, control characters, deep nesting and bodies over 16 KiB (64 KiB for a record, 1 MiB for a batch) are refused.</dd></div>
<div><dt>Methods</dt><dd>A method that a path does not have is answered 405, with <code>Allow</code>. <code>HEAD</code> works for what anybody may read: health, page and documents.</dd></div>
<div><dt>What you may not see</dt><dd>It does not exist: a foreign id and an id that was never given out get the same answer. So do data that were refused, withdrawn, expired, erased or never asked for.</dd></div>
</dl>
</section>
`;
}
