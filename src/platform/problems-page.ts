import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { html } from 'hono/html';
import { PROBLEMS } from './problem.ts';

/**
 * Answers /problems, to which the `type` of every problem links: an HTML page with an anchor for
 * each code, or the same content as JSON if `Accept` prefers it.
 */
export function problemsPage(c: Context): Response | Promise<Response> {
  const wanted = accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  });
  c.header('Vary', 'Accept');
  c.header('Cache-Control', 'public, max-age=60');
  const codes = Object.entries(PROBLEMS);
  if (wanted === 'application/json') {
    return c.json(
      Object.fromEntries(codes.map(([code, [status, meaning]]) => [code, { status, meaning }])),
    );
  }
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  );
  return c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maitred: problems</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem }
dt { font-weight: 600; margin-top: 1.25rem } dd { margin: 0 } :target { background: #ffef9e }
</style>
</head>
<body>
<h1>Problems</h1>
<p>Every error of this API is a problem as RFC 9457 defines it. Its <code>code</code> is stable, and
is one of these.</p>
<dl>
${codes.map(
  ([code, [status, meaning]]) =>
    html`<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${meaning}</dd>\n`,
)}</dl>
</body>
</html>`);
}
