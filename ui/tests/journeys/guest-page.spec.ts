/** What a guest's page asks of a phone: next to nothing. */
import { weigh } from '../screens/weigh';
import { headersOf } from './support/api';
import { eventWith, linkTo, start } from './support/event';
import { expect, test } from './support/index';

/** Most bytes that the page may take, uncompressed. */
const BYTES_MAX = 15_000;

test('a_guest_on_an_old_phone_answers_with_one_small_page_and_no_script', async ({ ada, browser, host }) => {
  const event = await eventWith(ada, ['Ana'], { settings: { max_party: 3 } });
  const [ana] = event.guests;
  await start(ada, event.id);
  const link = await linkTo(host, ana?.phone ?? '');
  const weight = await weigh(browser, host, link);
  expect(weight.requests).toBe(1);
  expect(weight.documentBytes).toBeLessThan(BYTES_MAX);
  expect(weight.wireBytes).toBeLessThan(BYTES_MAX);

  const phone = await browser.newContext({ javaScriptEnabled: false, extraHTTPHeaders: headersOf(host) });
  const guest = await phone.newPage();
  await guest.goto(link);
  await guest.getByRole('radio', { name: '2' }).check();
  await guest.getByRole('button', { name: /Yes/ }).click();
  await expect(guest.getByText("You're in, Ana").first()).toBeVisible();
  await expect(guest.getByText(/2 seats are yours/)).toBeVisible();
  await phone.close();
});
