/** The line of an event: its order, who is in it, and what is done to several at once. */
import type { Locator, Page } from '@playwright/test';
import { client, good, type Organizer } from './support/api';
import { contact, eventWith, line, manyPhones } from './support/event';
import { expect, expectAccessible, signIn, test } from './support/index';
import { join } from './support/team';
import { importText } from './support/world';

const rows = (page: Page) => page.getByRole('list', { name: 'Invitees' }).getByRole('listitem');
const names = (page: Page) => rows(page).getByRole('link').allTextContents();
const handle = (page: Page, name: string) => page.getByRole('button', { name: `Move ${name}`, exact: true });

/** Waits until the page shows the line in that order, and the server has it so. */
async function expectLine(page: Page, ada: Organizer, event: string, order: string[]) {
  await expect.poll(() => names(page)).toEqual(order);
  await expect.poll(() => line(ada, event)).toEqual(order);
}

async function drag(page: Page, from: Locator, to: Locator, edge: 'top' | 'bottom') {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (start === null || end === null) throw new Error('nothing to drag');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  const y = edge === 'top' ? end.y + 6 : end.y + end.height - 6;
  await page.mouse.move(end.x + 60, y + 4, { steps: 8 });
  await page.mouse.move(end.x + 60, y, { steps: 4 });
  await page.mouse.up();
}

test('an_organizer_puts_the_line_in_order_by_mouse_by_keyboard_and_by_menu', async ({ ada, page }) => {
  // High enough for the whole line to be seen.
  await page.setViewportSize({ width: 1280, height: 1200 });
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho', 'Dev', 'Eva']);
  await page.goto(event.path);
  await expect.poll(() => names(page)).toEqual(['Ana', 'Ben', 'Cho', 'Dev', 'Eva']);

  await drag(page, handle(page, 'Eva'), rows(page).filter({ hasText: 'Ana' }), 'top');
  await expectLine(page, ada, event.id, ['Eva', 'Ana', 'Ben', 'Cho', 'Dev']);

  await handle(page, 'Cho').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.locator('#announcements')).toHaveText('Cho is now number 3 in line');
  await page.keyboard.press('Alt+ArrowUp');
  await expectLine(page, ada, event.id, ['Eva', 'Cho', 'Ana', 'Ben', 'Dev']);
  await expect(handle(page, 'Cho')).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expectLine(page, ada, event.id, ['Eva', 'Ana', 'Cho', 'Ben', 'Dev']);
  await expect(handle(page, 'Cho')).toBeFocused();

  await page.getByRole('button', { name: 'Acts for Eva' }).click();
  await page.getByRole('menuitem', { name: 'Move to the end' }).click();
  await expectLine(page, ada, event.id, ['Ana', 'Cho', 'Ben', 'Dev', 'Eva']);
  await page.getByRole('button', { name: 'Acts for Eva' }).click();
  await page.getByRole('menuitem', { name: 'Move after…' }).click();
  await page.getByRole('combobox', { name: 'Right after' }).fill('Ana');
  await page.getByRole('option', { name: /^Ana/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move', exact: true }).click();
  await expectLine(page, ada, event.id, ['Ana', 'Eva', 'Cho', 'Ben', 'Dev']);

  await page.reload();
  await expectLine(page, ada, event.id, ['Ana', 'Eva', 'Cho', 'Ben', 'Dev']);
  await expectAccessible(page);
});

test('two_browsers_reorder_at_once_and_lose_nobody', async ({ ada, page, browser, host }) => {
  const people = ['Ana', 'Ben', 'Cho', 'Dev', 'Eva', 'Fay', 'Gus', 'Hal'];
  const event = await eventWith(ada, people);
  const other = await browser.newContext({ baseURL: host.origin, extraHTTPHeaders: { 'x-convoke-viewer-key': host.viewerKey, 'x-convoke-viewer-address': '198.51.100.251' } });
  const second = await other.newPage();
  await signIn(second, ada);
  await Promise.all([page.goto(event.path), second.goto(event.path)]);
  await Promise.all([expect(rows(page)).toHaveCount(8), expect(rows(second)).toHaveCount(8)]);
  const steps = async (where: Page, name: string, key: string) => {
    await handle(where, name).focus();
    for (let step = 0; step < 4; step += 1) await where.keyboard.press(key);
  };
  await Promise.all([steps(page, 'Hal', 'Alt+ArrowUp'), steps(second, 'Ana', 'Alt+ArrowDown')]);
  await Promise.all([steps(page, 'Dev', 'Alt+ArrowDown'), steps(second, 'Dev', 'Alt+ArrowUp')]);
  await expect
    .poll(async () => {
      const orders = [await line(ada, event.id), await names(page), await names(second)].map((order) => order.join());
      return new Set(orders).size;
    }, { message: 'both pages show the order of the server' })
    .toBe(1);
  expect((await line(ada, event.id)).sort()).toEqual(people);
  await other.close();
});

test('a_move_beside_somebody_who_left_the_line_is_taken_back_and_told', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho']);
  await page.goto(event.path);
  await expect(rows(page)).toHaveCount(3);
  const [ana] = event.guests;
  // A slow connection: the page does not know yet that Ana left.
  let hear: () => void = () => undefined;
  const slow = new Promise<void>((done) => (hear = done));
  await page.route(/\/(status|invitees\?.*)$/, async (route) => {
    await slow;
    await route.continue();
  });
  await good(
    ada.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/decline', {
      params: { path: { org: ada.org, event: event.id, invitee: ana?.id ?? '' } },
      body: {},
    }),
  );
  await handle(page, 'Ben').focus();
  await page.keyboard.press('Alt+ArrowUp');
  hear();
  await expect(page.getByRole('alert')).toContainText('Ben was not moved');
  await expectLine(page, ada, event.id, ['Ben', 'Cho']);
});

test('several_go_to_the_top_and_several_are_removed_with_their_count', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho', 'Dev', 'Eva']);
  await page.goto(event.path);
  for (const name of ['Cho', 'Eva']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  const bar = page.getByRole('region', { name: 'Selected invitees' });
  await bar.getByRole('button', { name: 'Move to the top' }).click();
  await expectLine(page, ada, event.id, ['Cho', 'Eva', 'Ana', 'Ben', 'Dev']);
  await page.getByRole('checkbox', { name: 'Select Dev' }).check();
  await bar.getByRole('button', { name: 'Remove 3 invitees' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove 3 invitees?' });
  await dialog.getByRole('button', { name: 'Remove 3 invitees' }).click();
  await expect(page.getByText('3 invitees removed')).toBeVisible();
  await expectLine(page, ada, event.id, ['Ana', 'Ben']);
});

test('who_was_confirmed_meanwhile_is_not_removed_with_the_others', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho']);
  const [ana] = event.guests;
  await page.goto(event.path);
  for (const name of ['Ana', 'Ben']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  // A slow connection: the page does not know yet that Ana comes.
  let hear: () => void = () => undefined;
  const slow = new Promise<void>((done) => (hear = done));
  await page.route(/\/(status|invitees\?.*)$/, async (route) => {
    await slow;
    await route.continue();
  });
  const path = { org: ada.org, event: event.id, invitee: ana?.id ?? '' };
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/invitees/{invitee}/accept', { params: { path }, body: { silent: true } }));
  await page.getByRole('region', { name: 'Selected invitees' }).getByRole('button', { name: 'Remove 2 invitees' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove 2 invitees' }).click();
  hear();
  await expect(dialog.getByText('Ana: Left alone, as it changed meanwhile to “Confirmed”')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expectLine(page, ada, event.id, ['Cho']);
  await expect(page.getByRole('region', { name: 'Selected invitees' })).toHaveCount(0);
});

test('after_somebody_leaves_the_line_the_focus_goes_on_to_the_next', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana', 'Ben', 'Cho']);
  await page.goto(event.path);
  await page.getByRole('button', { name: 'Acts for Ana' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Mark as declined' }).press('Enter');
  await expectLine(page, ada, event.id, ['Ben', 'Cho']);
  await expect(rows(page).getByRole('link', { name: 'Ben' })).toBeFocused();

  await page.getByRole('button', { name: 'Acts for Cho' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Remove…' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove one invitee' }).press('Enter');
  await expectLine(page, ada, event.id, ['Ben']);
  await expect(rows(page).getByRole('link', { name: 'Ben' })).toBeFocused();
});

test('all_of_a_tag_are_added_and_who_has_the_same_phone_is_told', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana Costa']);
  const [ana] = event.guests;
  const path = { org: ada.org, contact: ana?.contact ?? '' };
  // The number went on to somebody else, while the list still has it as Ana's.
  await good(ada.api.PATCH('/v1/orgs/{org}/contacts/{contact}', { params: { path }, body: { phone: '+1 970 555 0100' } as never }));
  const bob = { name: 'Bob Reed', phone: ana?.phone, tags: ['choir'] };
  await good(ada.api.POST('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org } }, body: bob as never }));
  await contact(ada, 'Cleo Park', ['choir']);
  await contact(ada, 'Dana Wu', ['choir']);
  const mail = { name: 'Eli Mail', email: 'eli@example.com', tags: ['choir'] };
  await good(ada.api.POST('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org } }, body: mail as never }));
  await expect
    .poll(async () => (await good(ada.api.GET('/v1/orgs/{org}/tags', { params: { path: { org: ada.org } } }))).items[0]?.contacts)
    .toBe(4);

  await page.goto(`${event.path}/add?from=tag`);
  await page.getByRole('combobox', { name: 'Tag' }).click();
  await page.getByRole('option', { name: 'choir' }).click();
  await page.getByRole('button', { name: 'Add 4 people' }).click();
  await expect(page.getByRole('heading', { name: '2 people were added' })).toBeVisible();
  await expect(page.getByText('Bob Reed: same phone as Ana Costa')).toBeVisible();
  await expect(page.getByText('One has no phone number: on the list, but cannot be texted:')).toBeVisible();
  await expect(page.getByText('Eli Mail')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'To the list' }).last().click();
  await expect(rows(page)).toHaveCount(3);
});

test('people_are_chosen_by_name_and_who_is_on_the_list_is_shown_so', async ({ ada, page }) => {
  const event = await eventWith(ada, ['Ana Costa']);
  for (const name of ['Bob Reed', 'Bo Chen', 'Cleo Park']) await contact(ada, name);
  await page.goto(event.path);
  await page.getByRole('link', { name: 'Add people' }).click();
  await expect(page.getByRole('checkbox', { name: 'Choose Ana Costa' })).toBeDisabled();
  await expect(page.getByText('On the list already')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('bo');
  await expect(page.getByRole('checkbox', { name: 'Choose Cleo Park' })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Choose the 2 who are shown' }).check();
  await page.getByText('At the top').click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add 2 people' }).click();
  await expect(page.getByRole('heading', { name: '2 people were added' })).toBeVisible();
  await page.getByRole('link', { name: 'To the list' }).last().click();
  await expect(rows(page)).toHaveCount(3);
  expect((await line(ada, event.id)).at(-1)).toBe('Ana Costa');
});

test('a_list_of_two_thousand_scrolls_to_its_end', async ({ ada, page, host }) => {
  const event = await eventWith(ada, []);
  const guests = manyPhones(2_000).map((phone, index) => `Guest ${String(index).padStart(4, '0')},${phone}`);
  await importText(host, ada, Buffer.from(['name,phone', ...guests].join('\n')));
  let cursor: string | undefined;
  do {
    const body = { all: true, position: 'end' as const, cursor };
    const part = await good(ada.api.POST('/v1/orgs/{org}/events/{event}/invitees', { params: { path: { org: ada.org, event: event.id } }, body }));
    cursor = part.cursor ?? undefined;
  } while (cursor !== undefined);

  await page.goto(event.path);
  await expect(rows(page).first()).toBeVisible();
  const last = page.locator('[aria-posinset="2000"]');
  await expect(async () => {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect(last).toBeVisible({ timeout: 300 });
  }).toPass();
  // Only what is in view exists.
  expect(await rows(page).count()).toBeLessThan(80);
});

test('a_viewer_sees_the_line_and_an_editor_of_the_event_works_on_it', async ({ ada, page, host }) => {
  const event = await eventWith(ada, ['Ana', 'Ben']);
  const charles = await join(host, ada, 'VIEWER', 'Charles Babbage');
  const { id: user } = await good(client(host, charles.token).GET('/v1/me'));
  await signIn(page, charles);
  await page.goto(event.path);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Start' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Add people' })).toHaveCount(0);
  await expect(handle(page, 'Ana')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Acts for Ana' })).toHaveCount(0);
  await page.goto(`${event.path}/add`);
  await expect(page.getByText('You may not do this')).toBeVisible();

  await good(
    ada.api.PUT('/v1/orgs/{org}/events/{event}/roles/{user}', {
      params: { path: { org: ada.org, event: event.id, user } },
      body: { role: 'EDITOR' },
    }),
  );
  await page.goto(event.path);
  await handle(page, 'Ben').focus();
  await page.keyboard.press('Alt+Home');
  await expectLine(page, ada, event.id, ['Ben', 'Ana']);
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add people' })).toBeVisible();
  // Cancelling is not an editor's.
  await expect(page.getByRole('button', { name: 'More about this event' })).toHaveCount(0);
});
