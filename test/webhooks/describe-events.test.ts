import { expect, it } from 'vitest';
import { describeApi } from '../../scripts/api-description/describe-api.ts';
import { ALL_EVENT_TYPES } from '../../src/webhooks/event.ts';

it('describes every event with its body and the headers that sign it', () => {
  const { webhooks, components } = JSON.parse(JSON.stringify(describeApi('0.0.0')));
  expect(Object.keys(webhooks)).toEqual([
    'webhook.verification',
    'webhook.test',
    ...ALL_EVENT_TYPES,
  ]);
  const { content } = webhooks['webhook.verification'].post.responses['2XX'];
  expect(Object.keys(content)).toEqual(['application/json', 'text/plain']);
  for (const type of ALL_EVENT_TYPES) {
    const { operationId, summary, description, parameters, requestBody, responses } =
      webhooks[type].post;
    expect(operationId).toMatch(/^[a-z]+[A-Za-z]+Event$/);
    for (const text of [summary, description]) expect(text).toMatch(/^[A-Z]/);
    expect(
      parameters.map((each: { in: string; name: string; required: boolean }) => [
        each.in,
        each.name,
        each.required,
      ]),
    ).toEqual([
      ['header', 'webhook-id', true],
      ['header', 'webhook-timestamp', true],
      ['header', 'webhook-signature', true],
    ]);
    const { schema } = requestBody.content['application/json'];
    expect(schema.required).toEqual(['type', 'timestamp', 'data']);
    expect(schema.properties.type.enum).toEqual([type]);
    const name = schema.properties.data.$ref.split('/').at(-1);
    expect(name).toBe(
      {
        'message.created': 'MessageEvent',
        'conversation.needs_attention': 'NeedsAttentionEvent',
        'operations.status_changed': 'StatusChangedEvent',
      }[type as string] ?? 'BookingEvent',
    );
    expect(components.schemas[name].properties).toBeTypeOf('object');
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['2XX', '410', 'default']));
  }
  const ids = ALL_EVENT_TYPES.map((type) => webhooks[type].post.operationId);
  expect(new Set(ids).size).toBe(ALL_EVENT_TYPES.length);
  expect(ids).toContain('bookingNoShowEvent');
});
