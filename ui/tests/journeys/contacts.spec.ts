/** Contacts: found, picked, changed, taken out. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { list, people, person } from './contacts-prepare';
import { good } from './support/api';
import { expect, expectAccessible, signIn, test } from './support/index';
import { join } from './support/team';

const rows = (page: Page) => page.getByRole('list', { name: 'Contacts', exact: true }).getByRole('listitem');
const names = (page: Page) => rows(page).getByRole('link').allTextContents();

test('an_empty_organization_leads_to_the_first_contact_and_a_taken_phone_to_who_has_it', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/contacts`);
  await expect(page.getByRole('heading', { name: 'No contacts yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Add the first by hand' }).click();
  const form = page.getByRole('dialog', { name: 'New contact' });
  await form.getByLabel('First name').fill('Grace');
  await form.getByLabel('Last name').fill('Hopper');
  await form.getByLabel('Phone', { exact: true }).fill('12');
  await form.getByRole('button', { name: 'Add contact' }).click();
  await expect(form.getByLabel('Phone', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Phone', { exact: true }).fill('(212) 555-0147');
  await form.getByRole('combobox', { name: 'Tags' }).or(form.getByLabel('Tags')).first().fill('choir');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Add, and one more' }).click();
  await expect(page.getByText('Grace Hopper was added')).toBeVisible();
  await expect(form.getByLabel('First name')).toHaveValue('');
  await form.getByLabel('First name').fill('Gray');
  await form.getByLabel('Phone', { exact: true }).fill('+1 212 555 0147');
  await form.getByRole('button', { name: 'Add contact' }).click();
  await expect(form.getByText('Another contact has this phone.')).toBeVisible();
  await form.getByRole('link', { name: 'See who has it' }).click();
  await expect(page.getByRole('heading', { name: 'Grace Hopper' })).toBeVisible();
  await expect(page.getByRole('link', { name: '+12125550147' })).toBeVisible();
});

test('a_filter_by_two_tags_is_in_the_address_and_survives_a_reload', async ({ ada, page }) => {
  await people(ada, { 'Ana Bell': ['family', 'vip'], 'Ben Cole': ['vip'], 'Cho Dorn': ['family'], 'Dev Elms': [] });
  await page.goto(`/o/${ada.org}/contacts`);
  await expect.poll(() => names(page)).toEqual(['Ana Bell', 'Ben Cole', 'Cho Dorn', 'Dev Elms']);
  await expect(page.getByText('4 contacts', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Filters' }).click();
  const panel = page.getByRole('dialog', { name: 'Filters' });
  const tags = panel.getByLabel('Tags').first();
  await tags.click();
  await page.getByRole('option', { name: 'vip' }).click();
  await page.getByRole('option', { name: 'family' }).click();
  await page.keyboard.press('Escape');
  await panel.getByText('All of them').click();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Show the contacts' }).click();
  await expect.poll(() => names(page)).toEqual(['Ana Bell']);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['Ana Bell']);
  await page.getByRole('button', { name: 'Remove the filter: Tag vip' }).click();
  await expect.poll(() => names(page)).toEqual(['Ana Bell', 'Cho Dorn']);
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('555 0102');
  await expect.poll(() => names(page)).toEqual(['Cho Dorn']);
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('nobody');
  await expect(page.getByRole('heading', { name: 'Nobody fits' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all contacts' }).click();
  await expect.poll(() => names(page)).toHaveLength(4);
});

test('many_are_picked_tagged_put_on_a_list_and_deleted_by_their_count', async ({ ada, page }) => {
  await people(ada, { Ana: [], Ben: [], Cho: [], Dev: ['keep'], Eva: ['keep'] });
  await list(ada, 'Choir');
  await page.goto(`/o/${ada.org}/contacts`);
  await page.getByRole('checkbox', { name: 'Select Ana' }).check();
  await page.getByRole('checkbox', { name: 'Select Cho' }).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Selected contacts' });
  await expect(bar.getByText('3 contacts selected')).toBeVisible();
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Add tags' }).click();
  await page.getByRole('dialog').getByLabel('Tags').first().fill('guests');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add to 3 contacts' }).click();
  await expect(page.getByText('3 contacts changed')).toBeVisible();
  await expect(rows(page).filter({ hasText: 'guests' })).toHaveCount(3);
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await page.goto(`/o/${ada.org}/contacts?tag=${encodeURIComponent('["guests"]')}`);
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Select all that match' }).click();
  await bar.getByRole('button', { name: 'Put on a list' }).click();
  await page.getByRole('dialog').getByLabel('List').first().click();
  await page.getByRole('option', { name: 'Choir' }).click();
  await page.getByRole('button', { name: 'Put 3 contacts on it' }).click();
  await expect(page.getByText('Contacts put on the list')).toBeVisible();

  await page.getByRole('button', { name: 'Select all that match' }).click();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog').getByText('3 contacts are deleted for good', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Delete 3 contacts' }).click();
  await expect(page.getByText('Contacts deleted')).toBeVisible();
  await page.goto(`/o/${ada.org}/contacts`);
  await expect.poll(() => names(page)).toEqual(['Dev', 'Eva']);
});

test('all_that_match_a_tag_are_deleted_and_the_others_are_still_there', async ({ ada, page }) => {
  await people(ada, { Ana: ['guests'], Ben: ['guests'], Cho: [], Dev: ['keep'] });
  await page.goto(`/o/${ada.org}/contacts`);
  await expect.poll(() => names(page)).toEqual(['Ana', 'Ben', 'Cho', 'Dev']);
  await page.getByRole('button', { name: 'Filters' }).click();
  const panel = page.getByRole('dialog', { name: 'Filters' });
  await panel.getByLabel('Tags').first().click();
  await page.getByRole('option', { name: 'guests' }).click();
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Show the contacts' }).click();
  await expect.poll(() => names(page)).toEqual(['Ana', 'Ben']);
  await page.getByRole('button', { name: 'Select all that match' }).click();
  const bar = page.getByRole('region', { name: 'Selected contacts' });
  await expect(bar.getByText('2 contacts selected')).toBeVisible();
  await page.goBack();
  await expect.poll(() => names(page)).toHaveLength(4);
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: 'Select Cho' })).not.toBeChecked();
  await page.goForward();
  await expect.poll(() => names(page)).toEqual(['Ana', 'Ben']);
  await bar.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete 2 contacts' }).click();
  await expect(page.getByText('Contacts deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the filter: Tag guests' }).click();
  await expect.poll(() => names(page)).toEqual(['Cho', 'Dev']);
});

test('a_tag_is_renamed_and_taken_off_with_its_count', async ({ ada, page }) => {
  await people(ada, { Ana: ['quire', 'old'], Ben: ['quire'] });
  await page.goto(`/o/${ada.org}/contacts?open=tags`);
  const panel = page.getByRole('dialog', { name: 'Tags' });
  await expect(panel.getByText('2 contacts')).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Rename quire' }).click();
  await panel.getByLabel('New name of “quire”').fill('Choir');
  await panel.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(page.getByText('Tag renamed')).toBeVisible();
  await expect(rows(page).filter({ hasText: 'Choir' })).toHaveCount(2);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Tags' }).click();
  await panel.getByRole('button', { name: 'Delete old' }).click();
  await page.getByRole('button', { name: 'Take it off 1 contact' }).click();
  await expect(page.getByText('Tags removed')).toBeVisible();
  await expect(rows(page).filter({ hasText: 'old' })).toHaveCount(0);
});

test('all_contacts_are_saved_as_one_file', async ({ ada, page }) => {
  await people(ada, { 'Ana Bell': ['vip'], 'Zoë Ünal': [] });
  await page.goto(`/o/${ada.org}/contacts`);
  await page.getByRole('button', { name: 'More' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export 2 contacts (CSV)' }).click();
  const file = await readFile(await (await saved).path(), 'utf8');
  await expect(page.getByText('2 contacts exported')).toBeVisible();
  expect(file).toContain('Zoë');
  expect(file).toContain('+12125550100');
  expect(file.trim().split('\n')).toHaveLength(3);
});

test('whoever_may_only_look_is_offered_nothing_to_change', async ({ ada, page, host }) => {
  const [ana] = await people(ada, { Ana: ['vip'] });
  await list(ada, 'Choir');
  await signIn(page, await join(host, ada, 'VIEWER', 'Charles Babbage'));
  await page.goto(`/o/${ada.org}/contacts`);
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'New contact' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Import' })).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.goto(`/o/${ada.org}/contacts/${ana?.id}?open=edit`);
  await expect(page.getByRole('heading', { name: 'Ana' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Opt out' })).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto(`/o/${ada.org}/import`);
  await expect(page.getByText('You may look, not import')).toBeVisible();
  await page.goto(`/o/${ada.org}/lists`);
  await expect(page.getByRole('link', { name: 'Choir' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New list' })).toHaveCount(0);
  await page.goto(`/o/${ada.org}/opted-out`);
  await expect(page.getByRole('heading', { name: 'Nobody has opted out' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Opt somebody out' })).toHaveCount(0);
});

test('a_member_may_change_contacts_and_not_delete_them', async ({ ada, page, host }) => {
  const ana = await person(ada, { name: 'Ana', phone: '+12125550100' });
  await signIn(page, await join(host, ada, 'MEMBER', 'Charles Babbage'));
  await page.goto(`/o/${ada.org}/contacts/${ana.id}`);
  await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'More acts' })).toHaveCount(0);
  await page.goto(`/o/${ada.org}/contacts`);
  await page.getByRole('checkbox', { name: 'Select Ana' }).check();
  const bar = page.getByRole('region', { name: 'Selected contacts' });
  await expect(bar.getByRole('button', { name: 'Add tags' })).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  const { items } = await good(ada.api.GET('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org } } }));
  expect(items).toHaveLength(1);
});
