import { expect, it } from 'vitest';
import { HOUR, startOf, useFollowUps } from '../support/follow-up-tests.ts';

const t = useFollowUps('email-links');

it('an email links to a URL in its text without the punctuation around it', async () => {
  const text = 'Choose from the menu (https://chez.example/menu).';
  const followUps = {
    channels: ['email'],
    reminders: [],
    upsell: { before: 60, text },
    feedbackUrl: 'https://feedback.example/visit?from=email',
  };
  const { id } = await t.book((await t.venueFor({ followUps })).id);
  await t.world.goTo(t.world.now());
  await t.world.goTo(startOf() - HOUR);
  await t.world.goTo(startOf() + 5 * HOUR);
  const [, offer, thanks] = t.mails();
  expect(offer?.text).toBe(text);
  expect(offer?.html).toContain(
    '(<a href="https://chez.example/menu">https://chez.example/menu</a>).</p>',
  );
  const link = `https://feedback.example/visit?from=email&amp;booking=${id}`;
  expect(thanks?.html).toContain(`<a href="${link}">${link}</a></p>`);
});
