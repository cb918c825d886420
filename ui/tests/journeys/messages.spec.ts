import { confirmSilently, listPeople, makeEvent } from './events-prepare';
import { expect, expectAccessible, test } from './support';
import { good } from './support/api';

test('a message reaches each confirmed guest once and stands in the log', async ({ ada, page }) => {
  const event = await makeEvent(ada);
  const invitees = await listPeople(ada, event.id, ['Ben', 'Cleo', 'Dina'], 120);
  for (const invitee of invitees.slice(0, 2)) await confirmSilently(ada, event.id, invitee);
  const path = { org: ada.org, event: event.id };
  // Counts follow the answers after a moment.
  const counts = async () =>
    (await good(ada.api.GET('/v1/orgs/{org}/events/{event}/status', { params: { path } }))).counts;
  await expect.poll(async () => (await counts()).accepted).toBe(2);
  await page.goto(`/o/${ada.org}/events/${event.id}/messages`);
  await expect(page.getByLabel('Confirmed guests (2)')).toBeChecked();
  await page.getByLabel('Message', { exact: true }).fill('Doors open at 18:30. Bring a coat, it is cold up there.');
  await expect(page.getByText('2 segments in all')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send to 2 people' }).click();
  const sure = page.getByRole('dialog');
  await expect(sure).toContainText('2 people get this as a text');
  await sure.getByRole('button', { name: 'Send to 2 people' }).click();
  await expect(page.getByText('It is on its way.')).toBeVisible();

  const sent = page.getByRole('list', { name: 'Messages to guests' }).getByRole('listitem');
  await expect(sent).toHaveCount(1);
  await expect(sent).toContainText('to 2 people');
  const log = page.getByRole('list', { name: 'Messages', exact: true }).getByRole('listitem');
  await expect(log).toHaveCount(2);
  await expect(log.filter({ hasText: 'Ben' })).toContainText('Doors open at 18:30.');
  await expect(log.filter({ hasText: 'Cleo' })).toContainText('Message to guests');
  await expect(log.filter({ hasText: 'Dina' })).toHaveCount(0);
  await expect(log.filter({ hasText: /Sent|Delivered/ })).toHaveCount(2);
});

test('what was filtered in the message log is there again after a reload', async ({ ada, page }) => {
  const event = await makeEvent(ada, { capacity: 2 });
  await listPeople(ada, event.id, ['Ben', 'Cleo', 'Dina'], 123);
  const path = { org: ada.org, event: event.id };
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/start', { params: { path } }));
  await page.goto(`/o/${ada.org}/messages`);
  const log = page.getByRole('list', { name: 'Messages', exact: true }).getByRole('listitem');
  await expect(async () => {
    await page.reload();
    await expect(log).toHaveCount(2, { timeout: 2_000 });
  }).toPass();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'What it is for' }).click();
  await page.getByRole('option', { name: 'Confirmation' }).click();
  await expect(page.getByText('No such messages')).toBeVisible();
  await expect(page).toHaveURL(/purpose=.*confirmation/);
  await page.reload();
  await expect(page.getByText('No such messages')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(log).toHaveCount(2);
  await expect(page).not.toHaveURL(/purpose/);
});
