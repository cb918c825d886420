/** One contact: seen, changed, merged, opted out. */
import { list, people, person } from './contacts-prepare';
import { good } from './support/api';
import { expect, expectAccessible, signIn, test } from './support/index';

test('two_who_edit_one_contact_lose_nothing', async ({ ada, page, browser, host }) => {
  const ana = await person(ada, { name: 'Ana Bell', phone: '+12125550100', organization: 'Bell Ltd' });
  const path = `/o/${ada.org}/contacts/${ana.id}`;
  const other = await browser.newContext({
    baseURL: host.origin,
    extraHTTPHeaders: { 'x-convoke-viewer-key': host.viewerKey, 'x-convoke-viewer-address': '198.51.100.252' },
  });
  const second = await other.newPage();
  await signIn(second, ada);
  await page.goto(`${path}?open=edit`);
  await second.goto(`${path}?open=edit`);
  const [mine, theirs] = [page.getByRole('dialog'), second.getByRole('dialog')];
  await mine.getByLabel('First name').fill('Anabel');
  await theirs.getByLabel('Phone', { exact: true }).fill('+1 212 555 0199');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(second.getByText('Saved')).toBeVisible();
  await mine.getByRole('button', { name: 'Save' }).click();
  await expect(mine.getByText('Somebody else changed this contact')).toBeVisible();
  await expect(mine.getByText('They changed: Phone.', { exact: false })).toBeVisible();
  await expect(mine.getByLabel('First name')).toHaveValue('Anabel');
  await expect(mine.getByLabel('Phone', { exact: true })).toHaveValue('+12125550199');
  await expectAccessible(page);
  await mine.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Anabel Bell' })).toBeVisible();
  const now = await good(
    ada.api.GET('/v1/orgs/{org}/contacts/{contact}', { params: { path: { org: ada.org, contact: ana.id } } }),
  );
  expect([now.name, now.phone, now.organization]).toEqual(['Anabel Bell', '+12125550199', 'Bell Ltd']);
  await other.close();
});

test('everything_known_of_a_person_is_on_one_page', async ({ ada, page }) => {
  const ana = await person(ada, {
    name: 'Ana Bell',
    phone: '+12125550100',
    email: 'ana@example.com',
    tags: ['vip'],
    note: 'Knows the caterer',
    fields: { city: 'Boston', birthday: '1980-02-29' },
    custom: { Diet: 'vegan' },
  });
  await list(ada, 'Choir');
  await page.goto(`/o/${ada.org}/contacts/${ana.id}`);
  for (const text of ['ana@example.com', 'Knows the caterer', 'Boston', 'Diet', 'vegan']) {
    await expect(page.getByText(text, { exact: true })).toBeVisible();
  }
  await page.getByRole('combobox', { name: 'Put on a list' }).click();
  await page.getByRole('option', { name: 'Choir' }).click();
  await expect(page.getByRole('link', { name: 'Choir' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Opt out' }).click();
  await page.getByRole('button', { name: 'Opt out Ana Bell' }).click();
  await expect(page.getByText('Opted out of texts')).toBeVisible();
  await page.getByRole('link', { name: 'Why, and who can lift it' }).click();
  await expect(page.getByText('By an organizer')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Lift the opt-out of +12125550100' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lift the opt-out' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody has opted out' })).toBeVisible();
});

test('an_opt_out_is_added_by_phone_and_a_wrong_one_is_told_at_its_field', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/opted-out`);
  await page.getByRole('button', { name: 'Opt somebody out' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phone or e-mail').fill('12');
  await dialog.getByRole('button', { name: 'Opt out' }).click();
  await expect(dialog.getByLabel('Phone or e-mail')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Phone or e-mail').fill('212-555-0155');
  await dialog.getByLabel('Reason').fill('asked by phone');
  await dialog.getByRole('button', { name: 'Opt out' }).click();
  await expect(page.getByRole('list').getByText('+12125550155')).toBeVisible();
  await expect(page.getByText('“asked by phone”')).toBeVisible();
});

test('duplicates_become_one_contact_with_the_tags_of_both', async ({ ada, page }) => {
  await person(ada, { name: 'Ana Bell', phone: '+12125550100', tags: ['vip'] });
  await person(ada, { name: 'ana bell', email: 'ana@example.com', tags: ['choir'] });
  await page.goto(`/o/${ada.org}/duplicates`);
  const groups = page.getByRole('list', { name: 'Contacts that may be one person' });
  await expect(groups.getByRole('listitem')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('radio', { name: '+12125550100 stays' }).check();
  await page.getByRole('button', { name: 'Merge 1 contact into this one' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge 1 contact into this one' }).click();
  await expect(page.getByRole('heading', { name: 'No duplicates' })).toBeVisible();
  const { items } = await good(ada.api.GET('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org } } }));
  expect(items).toMatchObject([{ name: 'Ana Bell', phone: '+12125550100', email: 'ana@example.com' }]);
  expect(items[0]?.tags.toSorted()).toEqual(['choir', 'vip']);
});

test('a_contact_is_merged_with_one_that_is_looked_for_and_then_deleted', async ({ ada, page }) => {
  const [ana] = await people(ada, { 'Ana Bell': [], 'A. Bell': ['old'], 'Ben Cole': [] });
  await page.goto(`/o/${ada.org}/contacts/${ana?.id}`);
  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: 'Merge with another contact' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('A. Bell');
  await dialog.getByRole('button', { name: 'A. Bell' }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Merge 2 contacts into one' }).click();
  await expect(page.getByText('Merged into Ana Bell')).toBeVisible();
  await expect(page.getByText('old', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete Ana Bell' }).click();
  const rows = page.getByRole('list', { name: 'Contacts', exact: true }).getByRole('listitem');
  await expect.poll(() => rows.getByRole('link').allTextContents()).toEqual(['Ben Cole']);
});
