import type { Browser, Page } from '@playwright/test';
import { confirmSilently, dayAhead, listPeople, makeEvent } from './events-prepare';
import { expect, expectAccessible, signIn, test } from './support';
import { good } from './support/api';
import type { Host, Login } from './support/host';
import { anotherBrowser, join } from './support/team';

/** Another person's browser, signed in. */
async function browserOf(browser: Browser, host: Host, user: Login): Promise<Page> {
  const page = await anotherBrowser(browser, host);
  await signIn(page, user);
  return page;
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('an organizer makes an event by its form', async ({ ada, page }) => {
    await page.goto(`/o/${ada.org}/events`);
    await expect(page.getByRole('heading', { name: 'Four steps to a full room' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Make an event' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Rooftop dinner');
    await page.getByLabel('Date').fill(dayAhead(12));
    await page.getByLabel('Starts at').fill('19:30');
    await page.getByLabel('Place').fill('Pier 7');
    await page.getByLabel('How many').fill('30');
    await page.getByRole('button', { name: 'Change how it fills' }).click();
    await page.getByLabel('Hours to answer').fill('48');
    await expect(page.getByText('Guests have 2 days to answer.')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make the event' }).click();
    await expect(page).toHaveURL(/\/events\/[^/]+\/add$/);

    await page.goto(`/o/${ada.org}/events`);
    const card = page.getByRole('link', { name: 'Rooftop dinner' });
    await expect(card).toContainText('0 confirmed and 0 held of 30');
    await expect(card).toContainText('Not started');
    await expect(card).toContainText('7:30');
  });
});

test('what is wrong with a new event stands at its fields', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/new-event`);
  await page.getByLabel('Date').fill('2024-05-01');
  await page.getByLabel('How many').fill('0');
  await page.getByRole('button', { name: 'Make the event' }).click();
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription('Give it a name');
  await expect(page.getByLabel('Date')).toHaveAccessibleDescription('This is in the past');
  await expect(page.getByLabel('How many')).toHaveAccessibleDescription('At least one seat, or no limit');

  // What only the server knows stands at its field, too.
  await name.fill('Late');
  await page.getByLabel('Date').fill(dayAhead(9));
  await page.getByLabel('How many').fill('200000');
  await page.getByRole('button', { name: 'Make the event' }).click();
  await expect(page.getByLabel('How many')).toHaveAccessibleDescription(/must be 1 to 100000/);
});

test('a time that the clocks jump over is told, and is what the server takes', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/new-event`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Night walk');
  await page.getByLabel('Date').fill('2027-03-14');
  await page.getByLabel('Starts at').fill('02:30');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('America/New York');
  await page.getByRole('option', { name: /America\/New York/ }).click();
  await expect(page.getByText(/The clocks go forward over this time.*3:30/)).toBeVisible();
  await page.getByRole('button', { name: 'Make the event' }).click();
  await expect(page).toHaveURL(/\/add$/);
  const { events } = await good(ada.api.GET('/v1/orgs/{org}/events', { params: { path: { org: ada.org } } }));
  expect(events[0]?.starts_at).toBe('2027-03-14T07:30:00Z');
});

test('of two who edit an event at once the second is told and loses nothing', async ({ ada, page, browser, host }) => {
  const event = await makeEvent(ada);
  const other = await browserOf(browser, host, ada);
  for (const one of [page, other]) {
    await one.goto(`/o/${ada.org}/events/${event.id}/settings`);
    await expect(one.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Garden party');
  }
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Garden lunch');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved.')).toBeVisible();

  await other.getByLabel('Details').fill('Bring a coat');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByText('Somebody else changed it')).toBeVisible();
  await expect(other.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Garden lunch');
  await expect(other.getByLabel('Details')).toHaveValue('Bring a coat');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByText('Saved.')).toBeVisible();
  await expectAccessible(other);
  const path = { org: ada.org, event: event.id };
  const saved = await good(ada.api.GET('/v1/orgs/{org}/events/{event}', { params: { path } }));
  expect([saved.name, saved.details]).toEqual(['Garden lunch', 'Bring a coat']);
});

test('a smaller room than those who come is explained, and forced in writing by an owner', async ({ ada, page }) => {
  const event = await makeEvent(ada);
  const invitees = await listPeople(ada, event.id, ['Ben', 'Cleo', 'Dina'], 110);
  for (const invitee of invitees) await confirmSilently(ada, event.id, invitee);
  await page.goto(`/o/${ada.org}/events/${event.id}/settings`);
  await page.getByLabel('How many').fill('2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Save the changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'More guests come than that' });
  await expect(dialog).toContainText('3 seats are taken, and there would be 2.');
  await expect(dialog.getByRole('button', { name: 'Cut to 2 seats' })).toBeDisabled();
  await dialog.getByLabel(/write the name of the event/).fill('Garden party');
  await dialog.getByRole('button', { name: 'Cut to 2 seats' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
});

test('an event is duplicated with its invitees', async ({ ada, page }) => {
  const event = await makeEvent(ada);
  await listPeople(ada, event.id, ['Ben', 'Cleo', 'Dina'], 113);
  await page.goto(`/o/${ada.org}/events/${event.id}/settings`);
  await page.getByRole('button', { name: 'Duplicate the event' }).click();
  await expect(page.getByLabel('Also copy 3 invitees')).toBeChecked();
  await page.getByRole('dialog').getByRole('button', { name: 'Duplicate', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Copy of Garden party' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Copy of Garden party');
  await page.goto(`/o/${ada.org}/events`);
  const copy = page.getByRole('link', { name: 'Copy of Garden party' });
  await expect(copy).toContainText(/3\s*in line/);
  await expectAccessible(page);
});

test('an event is archived, found in the archive, and brought back', async ({ ada, page }) => {
  const event = await makeEvent(ada);
  const path = { org: ada.org, event: event.id };
  await page.goto(`/o/${ada.org}/events/${event.id}/settings`);
  await expect(page.getByRole('button', { name: 'Archive the event' })).toBeDisabled();
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/cancel', { params: { path } }));
  await page.reload();
  await page.getByRole('button', { name: 'Archive the event' }).click();
  await expect(page.getByText('Garden party is archived.')).toBeVisible();
  await page.goto(`/o/${ada.org}/events`);
  await expect(page.getByRole('heading', { name: 'Four steps to a full room' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Garden party' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Archived' }).click();
  await expect(page).toHaveURL(/show=archived/);
  await page.getByRole('link', { name: 'Garden party' }).click();
  await page.getByRole('navigation', { name: 'Views of the event' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Unarchive the event' }).click();
  await expect(page.getByText('Garden party is back in the list.')).toBeVisible();
  await page.goto(`/o/${ada.org}/events`);
  await expect(page.getByRole('link', { name: 'Garden party' })).toBeVisible();
});

test('deleting an event says who is told and has a word typed', async ({ ada, page }) => {
  const event = await makeEvent(ada);
  const invitees = await listPeople(ada, event.id, ['Ben', 'Cleo'], 126);
  for (const invitee of invitees) await confirmSilently(ada, event.id, invitee);
  // The counts are some seconds behind.
  const path = { org: ada.org, event: event.id };
  const counts = async () => (await good(ada.api.GET('/v1/orgs/{org}/events/{event}/status', { params: { path } }))).counts;
  await expect.poll(async () => (await counts()).accepted).toBe(2);
  await page.goto(`/o/${ada.org}/events/${event.id}/settings`);
  await page.getByRole('button', { name: 'Delete the event' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Garden party?' });
  await expect(dialog.getByText('2 who confirmed')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete and tell 2 guests' }).click();
  await dialog.getByRole('textbox', { name: 'Type DELETE to go on' }).fill('delete');
  await dialog.getByRole('button', { name: 'Delete and tell 2 guests' }).click();
  await expect(page.getByText('Garden party is deleted. For 30 days it can be kept after all.')).toBeVisible();
  await expect(page).toHaveURL(/show=archived/);
});

test('an editor of one event sends there and edits nothing', async ({ ada, page, browser, host }) => {
  const event = await makeEvent(ada);
  const [invitee = ''] = await listPeople(ada, event.id, ['Ben'], 116);
  await confirmSilently(ada, event.id, invitee);
  const bea = await join(host, ada, 'VIEWER', 'Bea Lindqvist');

  await page.goto(`/o/${ada.org}/events/${event.id}/team`);
  const role = page.getByLabel('Role of Bea Lindqvist on this event');
  await role.selectOption('Editor');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Bea Lindqvist has the role “Editor” here.')).toBeVisible();
  await expect(role).toHaveValue('EDITOR');
  await expectAccessible(page);

  const hers = await browserOf(browser, host, bea);
  await hers.goto(`/o/${ada.org}/events/${event.id}/settings`);
  await expect(hers.getByText('You see the settings.')).toBeVisible();
  await expect(hers.getByRole('textbox', { name: 'Name', exact: true })).toBeDisabled();
  await expect(hers.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await hers.goto(`/o/${ada.org}/events/${event.id}/messages`);
  await hers.getByLabel('Message', { exact: true }).fill('See you soon');
  await expect(hers.getByRole('button', { name: 'Send to 1 person' })).toBeEnabled();

  await role.selectOption('No role of its own');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Bea Lindqvist has no role of their own here any more.')).toBeVisible();
  await expect(role).toBeFocused();
  await expect(role).toHaveValue('');
  await hers.reload();
  await expect(hers.getByText('No messages yet')).toBeVisible();
  await expect(hers.getByLabel('Message', { exact: true })).toHaveCount(0);
});

test('from an empty organization to a room that fills with simulated guests', async ({ ada, page }) => {
  test.setTimeout(60_000);
  await page.goto(`/o/${ada.org}/events`);
  await page.getByRole('button', { name: 'Try it with simulated guests' }).click();
  await expect(page).toHaveURL(/\/events\/[^/]+$/, { timeout: 20_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Rooftop dinner (a try)' })).toBeVisible();
  await expect(page.getByText(/[1-9]\d* confirmed and \d+ held of 12/).first()).toBeVisible({ timeout: 45_000 });

  await page.getByRole('link', { name: 'Timeline' }).click();
  const table = page.getByRole('table', { name: 'The same figures' });
  // Asked, confirmed.
  const now = table.getByRole('row').last().getByRole('cell');
  await expect(now.nth(0)).toHaveText(/^[1-9]\d*$/);
  await expect(now.nth(1)).toHaveText(/^[1-9]\d*$/);
  await expect(page.getByRole('img', { name: /Lines over time/ }).locator('canvas')).toBeVisible();
  await expectAccessible(page);
});
