/** What guests see on their phones, in each state that an organizer's act brings them into. */
import { good } from './support/api';
import { eventWith, invitee, linkTo, reply, start, textWith } from './support/event';
import { openAsGuest } from './support/guest';
import { expect, expectAccessible, test } from './support/index';

test('a_guest_says_yes_changes_the_party_and_says_no', async ({ ada, browser, host }) => {
  const event = await eventWith(ada, ['Ana'], { capacity: 5, settings: { max_party: 3 } });
  const [ana] = event.guests;
  await start(ada, event.id);
  const guest = await openAsGuest(browser, host, await linkTo(host, ana?.phone ?? ''));
  await expect(guest.getByText('Ana, will you come?').first()).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole('radio', { name: '3' }).check();
  await guest.getByRole('button', { name: /Yes/ }).click();
  await expect(guest.getByText("You're in, Ana").first()).toBeVisible();
  await expect(guest.getByText(/3 seats are yours/)).toBeVisible();
  await expectAccessible(guest);
  await textWith(host, ana?.phone ?? '', "You're in");
  await guest.getByText('Changed your mind?').click();
  await guest.getByRole('radio', { name: '2' }).check();
  await guest.getByRole('button', { name: 'Save the number' }).click();
  await expect(guest.getByText(/2 seats are yours/)).toBeVisible();
  await guest.getByText('Changed your mind?').click();
  await guest.getByRole('button', { name: /can't come after all/ }).click();
  await expect(guest.getByText("You're not coming any more").first()).toBeVisible();
  await expectAccessible(guest);
});

test('a_guest_who_was_removed_or_asked_again_finds_that_on_the_old_page', async ({ ada, browser, host }) => {
  const event = await eventWith(ada, ['Ana', 'Ben'], { capacity: 2 });
  const [ana, ben] = event.guests;
  await start(ada, event.id);
  const first = await openAsGuest(browser, host, await linkTo(host, ana?.phone ?? ''));
  const second = await openAsGuest(browser, host, await linkTo(host, ben?.phone ?? ''));
  const path = (invitee = '') => ({ params: { path: { org: ada.org, event: event.id, invitee } } });
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/remove', { ...path(ana?.id), body: { notify: false } }));
  await first.reload();
  await expect(first.getByText("You're no longer on the list").first()).toBeVisible();
  await expectAccessible(first);

  await reply(host, ben?.phone ?? '', 'NO');
  await expect.poll(async () => (await invitee(ada.api, ada.org, event.id, ben?.id ?? '')).status).toBe('declined');
  await second.reload();
  await expect(second.getByText('You said no').first()).toBeVisible();
  await expectAccessible(second);
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/reinvite', { ...path(ben?.id), body: { position: 'end' } }));
  await second.reload();
  await expect(second.getByText('This invitation was replaced').first()).toBeVisible();
  await expectAccessible(second);
});
