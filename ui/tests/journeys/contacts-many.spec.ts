/** Thousands of contacts: scrolled, jumped through, walked by keys. */
import type { Page } from '@playwright/test';
import { manyPeople } from './contacts-prepare';
import { expect, test } from './support/index';
import { importText } from './support/world';

const MANY = 5_050;
const rows = (page: Page) => page.getByRole('list', { name: 'Contacts', exact: true }).getByRole('listitem');

test('thousands_are_scrolled_without_a_gap_picked_on_the_way_and_walked_by_keys', async ({ ada, page, host }) => {
  await importText(host, ada, manyPeople(MANY));
  await page.goto(`/o/${ada.org}/contacts`);
  await page.getByRole('checkbox', { name: 'Select Person 00002' }).check();
  const seen = await page.evaluate(scrollToTheEnd);
  expect(seen.gaps).toEqual([]);
  expect(seen.last).toBe(`Person ${String(MANY).padStart(5, '0')}`);
  expect(seen.inDocument).toBeLessThan(120);
  await expect(page.getByText(new Intl.NumberFormat('en').format(MANY) + ' contacts', { exact: true })).toBeVisible();
  await expect(page.getByText('1 contact selected')).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole('checkbox', { name: 'Select Person 00002' })).toBeChecked();

  await page.getByRole('link', { name: 'Person 00001' }).focus();
  for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Person 00031' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('link', { name: `Person ${String(MANY).padStart(5, '0')}` })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('link', { name: 'Person 00001' })).toBeFocused();
  await page.keyboard.type('p');
  await expect(page.getByRole('button', { name: 'Remove the filter: Name begins with “p”' })).toBeVisible();
  await page.goto(`/o/${ada.org}/contacts?name=${encodeURIComponent('Person 049')}`);
  await expect(rows(page).first()).toContainText('Person 04900');
});

/** Turns the wheel as fast as frames come; tells which frames had no row in the middle of the screen. */
async function scrollToTheEnd() {
  const frame = () => new Promise<void>((done) => requestAnimationFrame(() => done()));
  const gaps: string[] = [];
  let still = 0;
  let inDocument = 0;
  while (still < 90) {
    const before = window.scrollY;
    window.scrollBy(0, 900);
    await frame();
    const middle = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
    const moved = window.scrollY !== before;
    if (moved && middle?.closest('[role=listitem]') == null) gaps.push(`${Math.round(window.scrollY)}`);
    inDocument = Math.max(inDocument, document.querySelectorAll('[role=listitem]').length);
    still = moved ? 0 : still + 1;
  }
  const last = [...document.querySelectorAll('[role=listitem] a')].at(-1)?.textContent;
  return { gaps, last, inDocument };
}
