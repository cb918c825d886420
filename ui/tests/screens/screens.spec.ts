/** Pictures of every view, of an organization in the midst of its work. */
import { resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { headersOf, nextAddress } from '../journeys/support/api';
import type { Host, Login } from '../journeys/support/host';
import { expect, signIn, test as base } from '../journeys/support/index';
import { answers, ends, signUp, waitlist } from './guest-views';
import { SCREENS, type Shown, writeIndex } from './index-page';
import { picture } from './picture';
import { ARABIC, CHAPTERS, type View } from './views';
import { weigh, type Weight } from './weigh';
import { makeWorld, type World } from './world';

/** Loads of the guest's page of which the middle one counts. */
const LOADS = 9;

const test = base.extend<object, { world: World }>({
  world: [async ({ host }, use) => use(await makeWorld(host)), { scope: 'worker', timeout: 120_000 }],
});

const VIEWS = CHAPTERS.flatMap(({ views }) => views);

const DEVICES = {
  desktop: { viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
} as const;

/** A page that is signed in as that user. */
async function pageOf(browser: Browser, host: Host, user: Login | null): Promise<Page> {
  const context = await browser.newContext({
    ...DEVICES.desktop,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
    baseURL: host.origin,
    extraHTTPHeaders: headersOf(host, nextAddress()),
  });
  const page = await context.newPage();
  if (user !== null) await signIn(page, user);
  return page;
}

/** Brings a view to where its picture is taken. */
async function open(page: Page, world: World, view: View): Promise<void> {
  await page.goto(view.path(world));
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await view.act?.(page, world);
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
}

/** Saves a view as each device shows it. */
async function shoot(page: Page, world: World, view: View): Promise<void> {
  await page.setViewportSize(DEVICES.desktop.viewport);
  await open(page, world, view);
  for (const [device, { viewport, colorScheme }] of Object.entries(DEVICES)) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    if (device === 'phone' && view.list !== undefined) {
      await page.getByRole('list', { name: view.list, exact: true }).evaluate((list) => list.scrollIntoView({ block: 'center' }));
    }
    await picture(page, resolve(SCREENS, device, `${view.name}.png`));
  }
  await page.emulateMedia({ colorScheme: DEVICES.desktop.colorScheme });
}

for (const reader of ['owner', 'nobody', 'platform'] as const) {
  test(`every_view_of_${reader}`, async ({ browser, host, world }) => {
    const user = { owner: world.ada, platform: host.admin, nobody: null }[reader];
    const page = await pageOf(browser, host, user);
    for (const view of VIEWS.filter((one) => (one.as ?? 'owner') === reader)) {
      // One view that cannot be reached hides no other.
      await shoot(page, world, view).catch((error: unknown) => expect.soft(`${error}`, view.name).toBe(''));
    }
    await page.context().close();
  });
}

test('some_views_from_right_to_left', async ({ browser, host, world }) => {
  for (const view of VIEWS.filter(({ name }) => ARABIC.includes(name))) {
    const page = await pageOf(browser, host, view.as === 'nobody' ? null : world.ada);
    await page.addInitScript(() => localStorage.setItem('convoke.language', 'ar'));
    await open(page, world, view);
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await picture(page, resolve(SCREENS, `desktop/${view.name}-ar.png`));
    await page.context().close();
  }
});

test('the_guests_page_and_the_index', async ({ browser, host, world }) => {
  const shown: Shown[] = [];
  const show = async (page: Page, name: string, title: string) => {
    await picture(page, resolve(SCREENS, 'guest', `${name}.png`));
    shown.push({ name, title });
  };
  const link = await answers(browser, world, show);
  await waitlist(browser, world, show);
  await ends(browser, world, show);
  await signUp(browser, world, show);
  const weights: Weight[] = [];
  for (let load = 0; load < LOADS; load += 1) weights.push(await weigh(browser, host, link));
  writeIndex(shown, weights);
});
