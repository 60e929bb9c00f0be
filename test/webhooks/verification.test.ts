import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newId, readId, showId } from '../../src/platform/ids.ts';
import { answerChallenge, challengeIn } from '../support/challenges.ts';
import { HOUR, MINUTE, useFollowUps } from '../support/follow-up-tests.ts';
import type { Received, WorldOptions } from '../support/follow-up-world.ts';
import { statement } from '../support/sql-statement.ts';

const t = useFollowUps('verification');
const EVENTS = ['message.created'];

/**
 * Opens a world whose receivers answer challenges like this, and returns the challenges to the
 * endpoints of the test.
 */
function openWorld(
  answer: (received: Received, nth: number) => Response | Promise<Response>,
  more: Pick<WorldOptions, 'receive'> = {},
) {
  const challenges: Received[] = [];
  t.open({
    ...more,
    challenged(received) {
      if (received.url.startsWith(t.endpoint)) challenges.push(received);
      return answer(received, challenges.length);
    },
  });
  return challenges;
}
const meets = ({ body }: Received) => answerChallenge(body) ?? new Response(null, { status: 500 });
const create = async () =>
  (await t.call('POST', '/v1/webhooks', { url: t.endpoint, events: EVENTS })).body;
const show = async (id: string) => (await t.call('GET', `/v1/webhooks/${id}`)).body;
const verify = async (id: string) => (await t.call('POST', `/v1/webhooks/${id}/verify`)).body;
const change = async (id: string, body: object) =>
  (await t.call('PATCH', `/v1/webhooks/${id}`, body)).body;
const attempts = async (id: string): Promise<{ event: string; reason: string | null }[]> =>
  (await t.call('GET', `/v1/webhooks/${id}/deliveries`)).body.data;
async function say(text: string) {
  const said = await t.call('POST', '/v1/conversations/c/messages', { role: 'customer', text });
  expect(said.status).toBe(201);
  await t.world.drain();
}
const heard = (): string[] =>
  t.world.received
    .filter(({ url }) => url.startsWith(t.endpoint))
    .map(({ body }) => JSON.parse(body).data.text);

describe('a new webhook', () => {
  it('receives events once its endpoint has answered a signed challenge', async () => {
    const challenges = openWorld(meets);
    const made = await create();
    expect([made.status, made.enabled, made.verifiedAt]).toEqual(['pending', true, null]);
    // The request has not waited for the endpoint.
    expect(challenges).toEqual([]);
    await t.world.drain();
    const [{ headers, body } = { headers: new Headers(), body: '' }, ...more] = challenges;
    expect(more).toEqual([]);
    expect(JSON.parse(body)).toEqual({
      type: 'webhook.verification',
      timestamp: expect.stringMatching(/^20.*Z$/),
      data: { webhookId: made.id, challenge: expect.stringMatching(/^[\w-]{43}$/) },
    });
    expect(new Webhook(made.secret).verify(body, Object.fromEntries(headers))).toBeTruthy();
    expect(await show(made.id)).toMatchObject({
      status: 'active',
      verifiedAt: expect.stringMatching(/^20.*Z$/),
    });
    await say('hello');
    expect(heard()).toEqual(['hello']);
    expect((await attempts(made.id)).map(({ event }) => event)).toEqual([
      'message.created',
      'webhook.verification',
    ]);
  });

  it('receives nothing while its endpoint is a stranger’s that answers 200 to everything', async () => {
    const challenges = openWorld(() => new Response('<html>welcome</html>'));
    const { id } = await create();
    await say('private');
    await t.world.goTo(t.world.now() + 4_000);
    expect(challenges).toHaveLength(1);
    for (let hour = 0; hour < 36; hour += 1) await t.world.goTo(t.world.now() + HOUR);
    expect(challenges).toHaveLength(10);
    expect(new Set(challenges.map(({ body }) => challengeIn(body))).size).toBe(10);
    await say('secret');
    await t.world.goTo(t.world.now() + HOUR);
    expect(heard()).toEqual([]);
    expect((await show(id)).status).toBe('pending');
    expect(new Set((await attempts(id)).map(({ reason }) => reason))).toEqual(
      new Set(['challenge_not_answered']),
    );
  });

  it.each<[string, (challenge: string, body: string) => Response, string]>([
    ['the challenge as text', (challenge) => new Response(`${challenge}\n`), 'active'],
    ['JSON with more fields', (challenge) => Response.json({ ok: true, challenge }), 'active'],
    ['the request’s own body', (_, body) => new Response(body), 'pending'],
    ['another challenge', () => Response.json({ challenge: 'x'.repeat(43) }), 'pending'],
    ['no body', () => new Response(null, { status: 204 }), 'pending'],
    [
      'the challenge with 400',
      (challenge) => Response.json({ challenge }, { status: 400 }),
      'pending',
    ],
    [
      'a text around the challenge',
      (challenge) => new Response(`You sent ${challenge}`),
      'pending',
    ],
  ])('that answers with %s is then as expected', async (_, answer, status) => {
    const challenges = openWorld(({ body }) => answer(challengeIn(body) ?? '', body));
    const { id } = await create();
    await t.world.drain();
    expect(challenges).toHaveLength(1);
    expect((await show(id)).status).toBe(status);
  });

  it('from before challenges existed counts as verified', async () => {
    const id = newId<'webhook'>();
    await t.world.deps.database.run(
      statement(
        sql`insert into webhooks (id, workspace_id, url, events, secret)
            select ${sql.placeholder('id')}::uuid, workspace_id, 'https://example.com/old',
                   '{booking.held}', ''
              from webhooks where id = ${sql.placeholder('other')}::uuid`,
        z.object({}),
      ),
      { id, other: readId('webhook', (await create()).id) ?? '' },
    );
    expect((await show(showId('webhook', id))).status).toBe('active');
    expect((await verify(showId('webhook', id))).status).toBe('active');
  });
});

describe('a challenge', () => {
  it('is sent again by request, at most once a minute, and not to an active endpoint', async () => {
    const challenges = openWorld((received, nth) =>
      nth < 3 ? new Response(null, { status: 503 }) : meets(received),
    );
    const { id } = await create();
    await t.world.drain();
    for (let n = 0; n < 5; n += 1) expect((await verify(id)).status).toBe('pending');
    await t.world.drain();
    expect(challenges).toHaveLength(1);
    await makeOld(id);
    await verify(id);
    await verify(id);
    await t.world.drain();
    expect(challenges).toHaveLength(2);
    // The first challenge is due for its second attempt, but another one has replaced it.
    await t.world.goTo(t.world.now() + 10_000);
    expect(challenges).toHaveLength(3);
    expect((await show(id)).status).toBe('active');
    await makeOld(id);
    expect((await verify(id)).status).toBe('active');
    await t.world.passTo(t.world.now() + 10 * MINUTE);
    expect(challenges).toHaveLength(3);
    const unknown = await t.call('POST', `/v1/webhooks/whk_${'0'.repeat(32)}/verify`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'webhook_not_found']);
  });

  it('is needed again for another URL, and events wait for it', async () => {
    let isMet = true;
    const challenges = openWorld(
      (received) => (isMet ? meets(received) : new Response(null, { status: 500 })),
      { receive: () => new Response(null, { status: isMet ? 204 : 500 }) },
    );
    const { id } = await create();
    await t.world.drain();
    isMet = false;
    await say('before');
    expect(heard()).toEqual(['before']);
    const moved = await change(id, { url: `${t.endpoint}/new` });
    expect([moved.status, moved.verifiedAt]).toEqual(['pending', null]);
    await say('meanwhile');
    await t.world.passTo(t.world.now() + 3 * MINUTE);
    expect(heard()).toEqual(['before']);
    expect(challenges.at(-1)?.url).toBe(`${t.endpoint}/new`);
    isMet = true;
    await t.world.passTo(t.world.now() + 15 * MINUTE);
    expect((await show(id)).status).toBe('active');
    await say('after');
    // What was planned before the change was sent once the new URL had proved itself.
    expect(heard()).toEqual(['before', 'before', 'after']);
    const urls = t.world.received.map(({ url }) => url).filter((url) => url.startsWith(t.endpoint));
    expect(urls).toEqual([t.endpoint, `${t.endpoint}/new`, `${t.endpoint}/new`]);
    // The same URL again changes nothing.
    expect((await change(id, { url: `${t.endpoint}/new` })).status).toBe('active');
  });

  it('proves nothing for a URL that the webhook got while it was answered', async () => {
    const challenges = openWorld((received) =>
      received.url === t.endpoint
        ? change(id, { url: `${t.endpoint}/other` }).then(() => meets(received))
        : new Response(null, { status: 500 }),
    );
    const { id } = await create();
    await t.world.drain();
    expect(challenges.map(({ url }) => url)).toEqual([t.endpoint]);
    expect(await show(id)).toMatchObject({ url: `${t.endpoint}/other`, status: 'pending' });
  });

  it('goes to a stranger’s URL at most once a minute, however often the URL is changed', async () => {
    const challenges = openWorld(() => new Response(null, { status: 500 }));
    const { id } = await create();
    await t.world.drain();
    for (let n = 0; n < 20; n += 1) await change(id, { url: `${t.endpoint}/${n}` });
    await t.world.drain();
    expect(challenges).toHaveLength(1);
    await t.world.passTo(t.world.now() + 2 * MINUTE);
    const [first, second] = challenges.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(MINUTE);
    expect(challenges.slice(0, 2).map(({ url }) => url)).toEqual([t.endpoint, `${t.endpoint}/19`]);
  });

  it('is sent when a pending endpoint is enabled, and ends with 410', async () => {
    const challenges = openWorld((received, nth) =>
      nth === 1 ? new Response(null, { status: 410 }) : meets(received),
    );
    const { id } = await create();
    await t.world.drain();
    expect(await show(id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    await makeOld(id);
    expect((await verify(id)).status).toBe('disabled');
    expect((await change(id, { enabled: true })).status).toBe('pending');
    await t.world.drain();
    expect(challenges).toHaveLength(2);
    expect((await show(id)).status).toBe('active');
  });
});

/** Lets the last challenge of a webhook have started more than a minute ago. */
async function makeOld(shown: string): Promise<void> {
  await t.world.deps.database.run(
    statement(
      sql`update webhooks set challenged_at = challenged_at - interval '61 seconds'
           where id = ${sql.placeholder('id')}::uuid`,
      z.object({}),
    ),
    { id: readId('webhook', shown) ?? '' },
  );
}
