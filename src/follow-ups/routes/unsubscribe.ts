import type { Context } from 'hono';
import { html } from 'hono/html';
import { limitAddress } from '../../platform/http.ts';
import type { GatePorts } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { router } from '../../platform/route.ts';
import { unsubscribe } from '../addresses/unsubscribe.ts';
import type { FollowUpPorts } from '../ports.ts';

const PATH = '/unsubscribe/:token';

export const unsubscribeRoutes = router<FollowUpPorts & GatePorts>();

// A program that opens links must not end anything, so only the button sends the POST.
unsubscribeRoutes.get(PATH, async (c) => {
  await limitAddress(c);
  const { token } = c.req.param();
  if ((await c.var.deps.unsubscribeLinks.verify(token)) === undefined) {
    throw new Problem('link_not_found');
  }
  return page(c, 'Stop email about bookings to this address?', 'Stop all email', 'unsubscribe');
});

// Mail programs send a POST with the body `List-Unsubscribe=One-Click` (RFC 8058), and the buttons of
// the page one with `wanted`.
unsubscribeRoutes.post(PATH, async (c) => {
  await limitAddress(c);
  const { token } = c.req.param();
  const wantsEmail = new URLSearchParams(await shortText(c.req.raw)).get('wanted') === 'email';
  await unsubscribe(c.var.deps, token, wantsEmail);
  return wantsEmail
    ? page(
        c,
        'Email about bookings is sent to this address again.',
        'Stop all email',
        'unsubscribe',
      )
    : page(c, 'No more email is sent to this address.', 'Receive email again', 'email');
});

/** The first kilobyte of a body; the bodies of both kinds of requests are shorter. */
async function shortText({ body }: Request): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value?.subarray(0, 1024));
}

function page(c: Context, text: string, button: string, wanted: string) {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  return c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Email about bookings</title>
</head>
<body>
<p>${text}</p>
<form method="post"><button name="wanted" value="${wanted}">${button}</button></form>
</body>
</html>`);
}
