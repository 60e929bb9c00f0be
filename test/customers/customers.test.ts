import { beforeAll, describe, expect, it } from 'vitest';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { rebuildStatistics } from '../../src/emotions/statistics/store.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const jobs: EmotionJob[] = [];
const deps = { ...testDeps(), enqueueEmotion: (job: EmotionJob) => void jobs.push(job) };
let caller: Caller;
let call: Call;
beforeAll(async () => {
  const key = await makeKey('customers');
  // No message of a request is folded at a time that the test does not choose.
  const EMOTIONS = { send: async (job: EmotionJob) => void jobs.push(job) };
  call = client(key, {}, { ...quietBindings, EMOTIONS });
  const verified = await deps.signer.verify(key);
  if (verified === undefined) throw new Error('the key does not verify');
  caller = verified;
});

const say = (conversation: string, customer: string, text: string) =>
  storeMessage(deps, caller, conversation, {
    role: 'customer',
    text,
    customer: {
      id: customer,
      name: 'Maya',
      email: `${customer}@example.com`,
      timeZone: 'Asia/Tokyo',
    },
  });

describe('a customer', () => {
  it('is shown with the newest details from its messages', async () => {
    await say('shown', 'shown', 'hi');
    await storeMessage(deps, caller, 'shown', {
      role: 'customer',
      text: 'call me',
      customer: { id: 'shown', phone: '+81 3 1234' },
    });
    const { status, body } = await call('GET', '/v1/customers/shown');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'shown',
      name: 'Maya',
      email: 'shown@example.com',
      phone: '+81 3 1234',
      timeZone: 'Asia/Tokyo',
      conversations: 1,
    });
    expect((await call('GET', '/v1/customers/nobody')).body.code).toBe('customer_not_found');
  });

  it('loses the details that a request sets to null, and keeps those that it leaves out', async () => {
    const details = {
      name: 'Ada',
      email: 'wrong@example.com',
      phone: '+44 1',
      locale: 'en-GB',
      timeZone: 'Europe/London',
    };
    const post = (id: string, customer: object) =>
      call('POST', '/v1/conversations/nulls/messages', {
        id,
        role: 'customer',
        text: 'hi',
        customer: { id: 'nulls', ...customer },
      });
    const shown = async () => (await call('GET', '/v1/customers/nulls')).body;
    await post('1', details);
    expect(await shown()).toMatchObject(details);
    const removed = await post('2', { email: null });
    expect(removed.body.status).toBe('created');
    expect(await shown()).toMatchObject({ ...details, email: null });
    // The digest tells null from a field that is left out.
    expect((await post('2', { email: null })).body.status).toBe('replayed');
    expect((await post('2', {})).body.code).toBe('message_conflict');
    expect(await shown()).toMatchObject({ ...details, email: null });

    const nothing = { name: null, email: null, phone: null, locale: null, timeZone: null };
    expect((await post('3', nothing)).status).toBe(201);
    expect(await shown()).toMatchObject({ id: 'nulls', ...nothing });
    const exported = await call('GET', '/v1/customers/nulls/export');
    expect(exported.body.customer).toMatchObject(nothing);
    expect((await post('4', { id: null })).body.errors).toMatchObject([
      { field: 'body.customer.id' },
    ]);
  });

  it('has any email address that can be written, and its message is stored', async () => {
    for (const [at, email] of [
      "a&b/c=d{e}!#$%'*+?^_`|~-@example.com",
      'm@xn--mnchen-3ya.de',
      'jörg@example.de',
      'm@例え.テスト',
      '用户@例え.テスト',
    ].entries()) {
      const stored = await call('POST', `/v1/conversations/address-${at}/messages`, {
        role: 'customer',
        text: 'hi',
        customer: { id: `address-${at}`, email },
      });
      expect([email, stored.status]).toEqual([email, 201]);
      expect((await call('GET', `/v1/customers/address-${at}`)).body.email).toBe(email);
    }
  });

  it('is exported completely, in pages, each message once', async () => {
    for (const conversation of ['x1', 'x2', 'x3']) {
      for (let n = 1; n <= 4; n++) await say(conversation, 'exported', `${conversation} ${n}`);
    }
    const texts: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { body } = await call('GET', `/v1/customers/exported/export?limit=5${after}`);
      expect(body.customer.name).toBe('Maya');
      for (const { text, conversationId } of body.messages) {
        texts.push(text);
        expect(body.conversations.map(({ id }: { id: string }) => id)).toContain(conversationId);
      }
      next = body.page.next;
    }
    expect(texts).toEqual(['x1', 'x2', 'x3'].flatMap((c) => [1, 2, 3, 4].map((n) => `${c} ${n}`)));
    const bad = await call('GET', '/v1/customers/exported/export?after=bm9uZQ');
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_cursor']);
  });

  it('limits a page of an export to 512 KB of JSON, whatever the texts contain', async () => {
    // JSON needs two bytes for each quotation mark.
    for (let n = 0; n < 12; n++) await say('big', 'big', '"'.repeat(32 * 1024));
    const { body } = await call('GET', '/v1/customers/big/export');
    const bytes = JSON.stringify(body.messages).length;
    expect(bytes).toBeGreaterThan(512 * 1024 - 70 * 1024);
    expect(bytes).toBeLessThanOrEqual(512 * 1024);
    const rest = await call('GET', `/v1/customers/big/export?after=${body.page.next}`);
    expect(body.messages.length + rest.body.messages.length).toBe(12);
    expect(rest.body.page.next).toBeNull();
  });
});

describe('erasing a customer', () => {
  it('removes texts, contacts and the exact share of every statistic, and leaves tombstones', async () => {
    const range = '/v1/emotions?from=2026-01-01T00:00:00Z&to=2027-12-01T00:00:00Z';
    await say('stays', 'stays', 'wonderful');
    await foldMessages(deps, jobs.splice(0));
    const before = (await call('GET', range)).body;
    await say('goes', 'goes', 'This is terrible, I hate it');
    await say('goes', 'goes', 'horrible, disgusting, worst place ever');
    await foldMessages(deps, jobs.splice(0));
    await say('goes', 'goes', 'not folded yet');
    expect((await call('GET', range)).body.messages).toBe(before.messages + 2);

    const receipt = await call('DELETE', '/v1/customers/goes');
    expect(receipt.status).toBe(200);
    expect(receipt.body).toMatchObject({
      customerId: 'goes',
      conversations: 1,
      messages: 3,
      statisticsSubtracted: 2,
    });
    const after = (await call('GET', range)).body;
    for (const field of ['messages', 'labels', 'meanValence', 'spread', 'buckets']) {
      expect(after[field]).toEqual(before[field]);
    }

    for (const path of [
      '/v1/customers/goes',
      '/v1/customers/goes/export',
      '/v1/customers/goes/emotions',
    ]) {
      expect((await call('GET', path)).body.code).toBe('customer_erased');
    }
    for (const path of ['', '/messages', '/emotions']) {
      const answer = await call('GET', `/v1/conversations/goes${path}`);
      expect([answer.status, answer.body.code]).toEqual([410, 'conversation_erased']);
    }
    const again = await call('DELETE', '/v1/customers/goes');
    expect(again.body).toMatchObject({ erasedAt: receipt.body.erasedAt, messages: 0 });
    expect((await call('DELETE', '/v1/customers/nobody')).body.code).toBe('customer_not_found');
  });

  it('is not undone by a late retry, another conversation or a queue message', async () => {
    const late = {
      id: 'late',
      role: 'customer',
      text: 'wonderful',
      customer: { id: 'late', name: 'Ana' },
    };
    await call('POST', '/v1/conversations/late/messages', late);
    await say('late', 'late', 'wonderful');
    const queued = jobs.splice(0);
    await call('DELETE', '/v1/customers/late');
    for (const conversation of ['late', 'elsewhere']) {
      const retry = await call('POST', `/v1/conversations/${conversation}/messages`, late);
      expect([retry.status, retry.body.code]).toEqual([410, 'customer_erased']);
    }
    const anonymous = { role: 'assistant', text: 'Hello Ana' };
    const other = await call('POST', '/v1/conversations/late/messages', anonymous);
    expect([other.status, other.body.code]).toEqual([410, 'conversation_erased']);
    expect(await foldMessages(deps, queued)).toEqual({ folded: 0, failed: [] });
    const [row] = await deps.database.run(rebuildStatistics, { workspace: caller.workspaceId });
    expect(row?.report.conversations.corrected).toBe(0);
    expect(row?.report.workspace.corrected).toBe(0);
    expect((await call('GET', '/v1/conversations/elsewhere')).body.code).toBe(
      'conversation_not_found',
    );
  });
});
