/** The states of a guest's page, each made as it comes about. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { good, headersOf } from '../journeys/support/api';
import { type Event, eventWith, linkTo, start } from '../journeys/support/event';
import { expect } from '../journeys/support/index';
import type { World } from './world';

/** Saves what the page shows now as the picture of that name. */
export type Show = (page: Page, name: string, title: string) => Promise<void>;

const DETAILS = { max_party: 3, show_attendees: true } as const;

/** A phone that never saw the page. */
async function open(browser: Browser, world: World, link: string, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    baseURL: world.host.origin,
    extraHTTPHeaders: headersOf(world.host),
    ...more,
  });
  const page = await context.newPage();
  await page.goto(link);
  return page;
}

const phoneOf = (event: Event, index: number) => event.guests[index]?.phone ?? '';
const inviteeAt = (world: World, event: Event, index: number) => ({
  params: { path: { org: world.bea.org, event: event.id, invitee: event.guests[index]?.id ?? '' } },
});

/** Asked, coming, not coming, waiting. Answers the link of a guest who has not answered. */
export async function answers(browser: Browser, world: World, show: Show): Promise<string> {
  const { bea, host } = world;
  const names = ['Ana Bell', 'Ben Cole', 'Cho Dorn', 'Dev Elms', 'Eva Frost'];
  const event = await eventWith(bea, names, { name: 'Rooftop dinner', capacity: 12, settings: DETAILS });
  await start(bea, event.id);
  const ana = await open(browser, world, await linkTo(host, phoneOf(event, 0)));
  await show(ana, 'asked', 'Asked');
  await ana.getByRole('radio', { name: '2' }).check();
  await ana.getByRole('button', { name: /Yes/ }).click();
  await expect(ana.getByText(/You're in/).first()).toBeVisible();
  await show(ana, 'coming', 'Coming');
  await ana.getByText('Changed your mind?').click();
  await ana.getByText('Changed your mind?').scrollIntoViewIfNeeded();
  await ana.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await show(ana, 'change-of-mind', 'A change of mind');
  const ben = await open(browser, world, await linkTo(host, phoneOf(event, 1)));
  await ben.getByRole('button', { name: /No/ }).click();
  await show(ben, 'not-coming', 'Not coming');
  const arabic = await open(browser, world, await linkTo(host, phoneOf(event, 2)), { locale: 'ar' });
  await show(arabic, 'asked-arabic', 'Asked, from right to left');
  const dark = await open(browser, world, await linkTo(host, phoneOf(event, 2)), { colorScheme: 'dark' });
  await show(dark, 'asked-dark', 'Asked, in the dark');
  for (const page of [ana, ben, arabic, dark]) await page.context().close();
  return linkTo(host, phoneOf(event, 3));
}

/** Too late for a seat. */
export async function waitlist(browser: Browser, world: World, show: Show): Promise<void> {
  const { bea, host } = world;
  const event = await eventWith(bea, ['Ana Bell', 'Ben Cole'], { name: 'Wine tasting', capacity: 1 });
  await start(bea, event.id);
  const ana = await open(browser, world, await linkTo(host, phoneOf(event, 0)));
  await ana.getByRole('button', { name: /No/ }).click();
  const ben = await open(browser, world, await linkTo(host, phoneOf(event, 1)));
  await ben.getByRole('button', { name: /Yes/ }).click();
  await expect(ben.getByText(/You're in/).first()).toBeVisible();
  await ana.getByText('Changed your mind?').click();
  await ana.getByRole('button', { name: /coming after all/ }).click();
  await expect(ana.getByText("You're on the waitlist").first()).toBeVisible();
  await show(ana, 'waitlist', 'On the waitlist');
  for (const page of [ana, ben]) await page.context().close();
}

/** What an organizer's act leaves on a guest's page. */
export async function ends(browser: Browser, world: World, show: Show): Promise<void> {
  const { bea, host } = world;
  const event = await eventWith(bea, ['Ana Bell', 'Ben Cole', 'Cho Dorn'], { name: 'Boat trip', capacity: 3 });
  await start(bea, event.id);
  const pages: Page[] = [];
  for (const index of [0, 1, 2]) pages.push(await open(browser, world, await linkTo(host, phoneOf(event, index))));
  const [ana, ben, cho] = pages;
  if (!ana || !ben || !cho) throw new Error('three guests');
  await good(
    bea.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/remove', {
      ...inviteeAt(world, event, 0),
      body: { notify: false },
    }),
  );
  await ana.reload();
  await show(ana, 'removed', 'Taken off the list');
  await ben.getByRole('button', { name: /No/ }).click();
  await good(
    bea.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/reinvite', {
      ...inviteeAt(world, event, 1),
      body: { position: 'end' },
    }),
  );
  await ben.reload();
  await show(ben, 'replaced', 'The link of an invitation that was replaced');
  const params = { path: { org: bea.org, event: event.id } };
  await good(bea.api.POST('/v1/orgs/{org}/events/{event}/cancel', { params }));
  await cho.reload();
  await show(cho, 'cancelled', 'Cancelled');
  const stranger = await open(browser, world, '/r/nothing-like-a-link');
  await show(stranger, 'unknown', 'A link that is none');
  for (const page of [...pages, stranger]) await page.context().close();
}

/** The page by which people put themselves on a list. */
export async function signUp(browser: Browser, world: World, show: Show): Promise<void> {
  const page = await open(browser, world, world.signUp);
  await show(page, 'sign-up', 'Sign-up');
  await page.locator('#name').fill('Grace Hopper');
  await page.locator('#phone').fill('12');
  await page.getByRole('checkbox').check();
  await page.getByRole('button').click();
  await show(page, 'sign-up-fault', 'Sign-up with a phone that is none');
  await page.locator('#phone').fill('(212) 555-0147');
  await page.getByRole('button').click();
  await expect(page.locator('#phone')).toHaveCount(0);
  await show(page, 'sign-up-done', 'Signed up');
  await page.context().close();
}
