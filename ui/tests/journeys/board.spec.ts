/** The board of an event: it fills while the organizer watches, waits, and is called off. */
import type { Page } from '@playwright/test';
import { good } from './support/api';
import { eventWith, invitee, linkTo, reply, start, textWith } from './support/event';
import { openAsGuest } from './support/guest';
import { expect, expectAccessible, test } from './support/index';

/** Longest from a guest's tap until the board shows it: two seconds between two looks, and one for the way. */
const SEEN_MS = 3_000;

const figure = (page: Page, words: string) =>
  page.getByRole('list', { name: 'Guests by answer' }).getByRole('link', { name: words });

async function expectFigure(page: Page, number: number, words: string, timeout?: number) {
  await expect(figure(page, words)).toHaveAccessibleName(`${number} ${words}`, { timeout });
}

test('an_event_fills_while_the_organizer_watches', async ({ ada, page, browser, host }) => {
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho', 'Dev'], { capacity: 4, settings: { max_party: 2 } });
  const [ana, ben, cho, dev] = event.guests;
  if (!ana || !ben || !cho || !dev) throw new Error('four guests');
  await page.goto(event.path);
  await expect(page.getByRole('heading', { name: 'Nobody is asked yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Start' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start Summer evening?' });
  await expect(dialog.getByText('Up to 2 people are texted now.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Start inviting' }).click();
  await expect(page.getByText('Inviting', { exact: true })).toBeVisible();
  await expectFigure(page, 2, 'Asked');
  await expect(page.getByText('0 confirmed and 4 held of 4')).toBeVisible();

  const first = await openAsGuest(browser, host, await linkTo(host, ana.phone));
  await expectAccessible(first);
  await first.getByRole('radio', { name: '2' }).check();
  await first.getByRole('button', { name: /Yes/ }).click();
  await expectFigure(page, 1, 'Confirmed', SEEN_MS);
  await expect(page.getByText('2 confirmed and 2 held of 4')).toBeVisible();
  await expect(first.getByText("You're in, Ana")).toBeVisible();

  const second = await openAsGuest(browser, host, await linkTo(host, ben.phone));
  await second.getByRole('button', { name: /No/ }).click();
  await expectFigure(page, 1, 'Declined', SEEN_MS);
  // Cho answers by text, for one: the other seat goes to Dev.
  await linkTo(host, cho.phone);
  await reply(host, cho.phone, 'YES 1');
  await expectFigure(page, 2, 'Confirmed', SEEN_MS);
  const third = await openAsGuest(browser, host, await linkTo(host, dev.phone));
  await third.getByRole('button', { name: /Yes/ }).click();
  await expectFigure(page, 3, 'Confirmed', SEEN_MS);
  await expect(page.getByText('4 confirmed and 0 held of 4')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Every seat is taken or held' })).toBeVisible();

  // Ben changes his mind, too late.
  await second.getByText('Changed your mind?').click();
  await second.getByRole('button', { name: /coming after all/ }).click();
  await expect(second.getByText("You're on the waitlist").first()).toBeVisible();
  await expectAccessible(second);
  await expectFigure(page, 1, 'Waitlist', SEEN_MS);
  await expectAccessible(page);
});

test('a_paused_event_asks_nobody_until_it_goes_on', async ({ ada, page, host }) => {
  const event = await eventWith(ada, ['Ana', 'Ben'], { capacity: 1 });
  const [ana, ben] = event.guests;
  await start(ada, event.id);
  await linkTo(host, ana?.phone ?? '');
  await page.goto(event.path);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause inviting' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody new is asked while it is paused' })).toBeVisible();
  await reply(host, ana?.phone ?? '', 'NO');
  await expectFigure(page, 1, 'Declined', SEEN_MS);
  await expectFigure(page, 1, 'In line');
  await expect(page.getByText('One seat is free.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume inviting' }).click();
  await linkTo(host, ben?.phone ?? '');
  await expectFigure(page, 1, 'Asked');
});

test('cancelling_says_who_is_told_and_the_guests_pages_say_it', async ({ ada, page, browser, host }) => {
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho'], { capacity: 2 });
  const [ana, ben] = event.guests;
  await start(ada, event.id);
  await linkTo(host, ben?.phone ?? '');
  const guest = await openAsGuest(browser, host, await linkTo(host, ana?.phone ?? ''));
  await guest.getByRole('button', { name: /Yes/ }).click();
  await page.goto(event.path);
  await expectFigure(page, 1, 'Confirmed');

  await page.getByRole('button', { name: 'More about this event' }).click();
  await page.getByRole('menuitem', { name: 'Cancel the event…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel Summer evening?' });
  await expect(dialog.getByText('2 guests get one text each:')).toBeVisible();
  await expect(dialog.getByText('one who confirmed')).toBeVisible();
  await expect(dialog.getByText('one who was asked')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel and tell 2 guests' }).click();
  await expect(dialog.getByText('Type CANCEL to go on').last()).toBeVisible();
  await dialog.getByRole('textbox').fill('cancel');
  await dialog.getByRole('button', { name: 'Cancel and tell 2 guests' }).click();
  await expect(page.getByRole('heading', { name: 'The event is cancelled' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start' })).toHaveCount(0);
  await textWith(host, ana?.phone ?? '', 'is cancelled');
  await guest.reload();
  await expect(guest.getByText('This event is cancelled').first()).toBeVisible();
  await expectAccessible(guest);
});

test('a_guest_is_confirmed_by_hand_and_an_owner_may_go_over_the_capacity', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana', 'Ben'], { capacity: 1 });
  await page.goto(event.path);
  await page.getByRole('button', { name: 'Acts for Ana' }).click();
  await page.getByRole('menuitem', { name: 'Mark as confirmed…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm Ana' }).click();
  await expectFigure(page, 1, 'Confirmed', SEEN_MS);

  await page.getByRole('button', { name: 'Acts for Ben' }).click();
  await page.getByRole('menuitem', { name: 'Mark as confirmed…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Mark Ben as confirmed?' });
  await dialog.getByRole('button', { name: 'Confirm Ben' }).click();
  await expect(dialog.getByText('There is not enough room')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Confirm over capacity' }).click();
  await expectFigure(page, 2, 'Confirmed', SEEN_MS);

  await page.getByRole('link', { name: /^Confirmed 2/ }).click();
  await page.getByRole('link', { name: 'Ben', exact: true }).click();
  const details = page.getByRole('dialog', { name: 'Guest' });
  await expect(details.getByText('Put in over the capacity')).toBeVisible();
  await expect(details.getByText(ada.name).first()).toBeVisible();
  await expectAccessible(page);
  await details.getByRole('textbox', { name: 'Name on this list' }).fill('Benjamin');
  await details.getByRole('button', { name: 'Save' }).click();
  await expect(details.getByRole('heading', { name: 'Benjamin' })).toBeVisible();
  // The address brings the details back.
  await page.reload();
  await expect(details.getByRole('heading', { name: 'Benjamin' })).toBeVisible();
});

test('who_was_passed_over_is_shown_with_the_reason', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana', 'Ben'], { capacity: 5 });
  const [ana] = event.guests;
  const phone = ana?.phone ?? '';
  await good(
    ada.api.PUT('/v1/orgs/{org}/suppressions/{recipient}', { params: { path: { org: ada.org, recipient: phone } }, body: { reason: 'asked on the phone' } }),
  );
  await start(ada, event.id);
  await expect.poll(async () => (await invitee(ada.api, ada.org, event.id, ana?.id ?? '')).skipped?.reason).toBe('suppressed');
  await page.goto(event.path);
  await page.getByRole('navigation', { name: 'Groups of guests' }).getByRole('link', { name: /^Problems/ }).click();
  await expect(page.getByText('Passed over: wants no texts')).toBeVisible();
  await expectAccessible(page);
});
