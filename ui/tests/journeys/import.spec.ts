/** Files become contacts: looked at, mended, written, reported. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { person } from './contacts-prepare';
import { good } from './support/api';
import { expect, expectAccessible, test } from './support/index';

const FILES = resolve(import.meta.dirname, '../../../testdata/contacts');

/** What each file comes to: `expected.csv` has the 400 people; the messy one has 13 phones that are none and repeats 15. */
const SAMPLES = [
  { file: 'simple.csv', rows: 400, created: 400, repeated: 0, unread: 0 },
  { file: 'google-contacts.csv', rows: 400, created: 400, repeated: 0, unread: 0 },
  { file: 'outlook-contacts.csv', rows: 200, created: 200, repeated: 0, unread: 0 },
  { file: 'messy-latin1.csv', rows: 215, created: 187, repeated: 15, unread: 13 },
];

async function choose(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles(file);
}

for (const { file, rows, created, repeated, unread } of SAMPLES) {
  test(`${file.replace('.csv', '')}_is_imported_with_every_row_accounted_for`, async ({ ada, page }) => {
    await page.goto(`/o/${ada.org}/import`);
    await choose(page, resolve(FILES, file));
    const importing = page.getByRole('button', { name: `Import ${created} contacts` });
    await expect(importing).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'Rows' })).toContainText(`${rows}`);
    if (unread > 0) {
      const refused = page.getByRole('list', { name: 'Rows that make no contact' });
      await expect(refused.getByRole('listitem').first()).toContainText('the row in line 10 has the same phone number');
      await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveValue('windows-1252');
      await expectAccessible(page);
    }
    await page.getByLabel('Tags for everybody in this file').first().fill('imported');
    await page.keyboard.press('Enter');
    await importing.click();
    await expect(page.getByRole('heading', { name: 'Import done' })).toBeVisible({ timeout: 30_000 });
    await page.reload();
    await expect(page.getByText(`${rows} rows are done: ${created} new contacts.`)).toBeVisible();
    await expect(page.getByRole('radio', { name: `Same phone (${repeated})` })).toBeAttached();
    await expect(page.getByRole('radio', { name: `Not read (${unread})` })).toBeAttached();

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the report' }).click();
    const report = await readFile(await (await saved).path(), 'utf8');
    const lines = report.trim().split('\n').slice(1);
    const of = (result: string) => lines.filter((line) => line.split(',')[3] === result).length;
    expect([lines.length, of('created'), of('same_phone'), of('refused')]).toEqual([rows, created, repeated, unread]);

    if (unread > 0) {
      await page.getByRole('radiogroup', { name: 'Which rows' }).getByText(`Not read (${unread})`).click();
      const listed = page.getByRole('list', { name: 'Rows of the file' });
      await expect(listed.getByRole('listitem')).toHaveCount(unread);
      await expect(page).toHaveURL(/result=refused/);
      await expectAccessible(page);
    }
    await page.getByRole('link', { name: 'See the contacts' }).click();
    await expect(page.getByText(`${created} contacts fit`, { exact: false })).toBeVisible();
  });
}

test('a_column_that_was_taken_for_the_wrong_thing_is_put_right_before_the_import', async ({ ada, page }) => {
  await person(ada, { name: 'Ana Bell', phone: '+12125550100' });
  const text = 'Who;Reach;Size\r\nAna Bell;212-555-0100;38\r\nBo Cole;212-555-0101;"4;0"\r\n';
  await page.goto(`/o/${ada.org}/import`);
  await choose(page, { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(`\u{feff}${text}`, 'utf16le') });
  await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveValue('UTF-16LE');
  await page.getByRole('combobox', { name: 'Use Reach as' }).click();
  await page.getByRole('option', { name: 'Phone', exact: true }).click();
  await page.getByRole('combobox', { name: 'Use Who as' }).click();
  await page.getByRole('option', { name: 'Whole name' }).click();
  await page.getByRole('combobox', { name: 'Use Size as' }).click();
  await page.getByRole('option', { name: 'Own field “Size”' }).click();
  await page.getByLabel('Tags for everybody in this file').first().fill('shoes');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Import 2 contacts' }).click();
  await expect(page.getByText('2 rows are done: 1 new contact.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('A contact has this phone')).toBeVisible();
  const found = await good(
    ada.api.GET('/v1/orgs/{org}/contacts', { params: { path: { org: ada.org }, query: { q: 'Bo Cole' } } }),
  );
  const bo = await good(
    ada.api.GET('/v1/orgs/{org}/contacts/{contact}', {
      params: { path: { org: ada.org, contact: found.items[0]?.id ?? '' } },
    }),
  );
  expect([bo.phone, bo.custom.Size, bo.tags]).toEqual(['+12125550101', '4;0', ['shoes']]);
});

test('an_import_whose_tab_was_closed_while_sending_goes_on_with_the_same_file', async ({ ada, page }) => {
  const row = (number: number) =>
    `Person ${number},person.${number}@example.com,"${'long note '.repeat(100)}"`;
  const file = {
    name: 'large.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`name,email,note\n${Array.from({ length: 4_400 }, (_, number) => row(number)).join('\n')}\n`),
  };
  await page.route('**/parts/1', (route) => route.abort());
  await page.goto(`/o/${ada.org}/import`);
  await choose(page, file);
  await page.getByRole('button', { name: 'Import 4,400 contacts' }).click();
  await expect(page.getByText('No connection')).toBeVisible({ timeout: 30_000 });
  await page.unroute('**/parts/1');
  await page.reload();
  await expect(page.getByText('1 of 2 parts have come', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await choose(page, file);
  await expect(page.getByText('4,400 rows are done', { exact: false })).toBeVisible({ timeout: 60_000 });
  await page.goto(`/o/${ada.org}/import`);
  await expect(page.getByRole('link', { name: 'large.csv' })).toBeVisible();
  await expectAccessible(page);
});

test('a_file_that_is_no_table_says_what_to_do', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/import`);
  await choose(page, { name: 'book.xlsx', mimeType: 'text/csv', buffer: Buffer.from('PK\u{3}\u{4}\0\0\0binary') });
  await expect(page.getByText('save the list as CSV', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Choose another file' }).first().click();
  await expect(page.getByRole('heading', { name: 'Drop a CSV file here' })).toBeVisible();
});
