/** The walk of a first event, from the log-in to a room that fills: docs/walkthroughs/first-event.md. */
import { resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { letAnswer } from '../screens/guests';
import { Walk } from '../screens/walk';
import { dayAhead } from './events-prepare';
import { client, good, tokenOf } from './support/api';
import { linkTo } from './support/event';
import { openAsGuest } from './support/guest';
import type { Host } from './support/host';
import { expect, test } from './support/index';

const FILE = 'testdata/contacts/google-contacts.csv';

const OPENING = `# My first event

From an empty organization to a room that fills by itself, in the organizer's page. Everything happens on
this machine: texts go to simulated phones, and no real person gets one. \`./test journeys\` does this walk
in a browser and holds every sentence here against what it does.

Start Convoke with \`./run\` in the repository's folder. It prints a demo log-in and the page's address,
\`http://127.0.0.1:3000\`.`;

/** Where a walker is: what they tell, see, and walk on. */
interface Here {
  walk: Walk;
  page: Page;
  host: Host;
}

const rows = (page: Page) => page.getByRole('list', { name: 'Invitees' }).getByRole('listitem');
const figure = (page: Page, words: string) =>
  page.getByRole('list', { name: 'Guests by answer' }).getByRole('link', { name: words });

test('an_organizer_walks_from_the_demo_log_in_to_a_room_that_fills', async ({ page, host, browser }) => {
  const walk = new Walk('first-event', OPENING);
  const here = { walk, page, host };
  await signInByHand(here);
  await bringContacts(here);
  await makeEvent(here);
  await addByTag(here);
  const first = await putFirst(here);
  await begin(here);
  await sayYes(here, browser, first);
  try {
    await watch(here);
  } finally {
    await letAnswer(host, false);
  }
  await write(here);
  await lookBack(here);
  walk.end();
});

async function signInByHand({ walk, page, host }: Here) {
  await page.goto('/');
  await page.getByLabel('E-mail or username').fill(host.demo.email);
  await page.getByLabel(/^Password/).fill(host.demo.password);
  walk.step('Sign in', 'Open the address and sign in with the e-mail and the password that stand after `demo`.');
  await walk.show(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Four steps to a full room' })).toBeVisible();
  walk.step(
    'See what comes first',
    'The organization is empty, and its first page leads: contacts, an event, whom to invite, start. Nobody gets a message before the last of these.',
  );
  await walk.show(page, 'empty');
}

async function bringContacts({ walk, page }: Here) {
  await page.getByRole('link', { name: 'Go: Import your contacts' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chooser).setFiles(resolve(import.meta.dirname, '../../..', FILE));
  const button = page.getByRole('button', { name: 'Import 400 contacts' });
  await expect(button).toBeVisible();
  walk.step(
    'Look at your file before it is written',
    `Press Go beside “Import your contacts” and choose \`${FILE}\`. The page shows how it reads the columns and how many contacts that makes; nothing is written yet.`,
  );
  await walk.show(page, 'import');
  await button.click();
  await expect(page.getByRole('heading', { name: 'Import done' })).toBeVisible({ timeout: 30_000 });
  walk.step('Import it', 'Press “Import 400 contacts”. A moment later every row of the file is accounted for.');
  await walk.show(page, 'imported');
}

async function makeEvent({ walk, page }: Here) {
  await page.getByRole('link', { name: 'Events', exact: true }).click();
  await page.getByRole('link', { name: 'Go: Make an event' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Rooftop dinner');
  await page.getByLabel('Date').fill(dayAhead(12));
  await page.getByLabel('Starts at').fill('19:30');
  await page.getByLabel('Place').fill('Pier 7');
  await page.getByLabel('How many').fill('8');
  walk.step('Make an event', 'Back under Events, press Go beside “Make an event”: a name, a day, a place, and 8 seats.');
  await walk.show(page, 'event');
  await page.getByRole('button', { name: 'Change how it fills' }).click();
  await page.getByLabel('Keep quiet hours').uncheck();
  await page.getByLabel('Keep quiet hours').scrollIntoViewIfNeeded();
  walk.step(
    'Let it text at any hour',
    'At night nobody is texted, and you may be doing this at night: open “Change how it fills” and take the tick from “Keep quiet hours”. Then press “Make the event”.',
  );
  await walk.show(page, 'rules');
  await page.getByRole('button', { name: 'Make the event' }).click();
  await expect(page).toHaveURL(/\/events\/[^/]+\/add$/);
}

async function addByTag({ walk, page }: Here) {
  await page.getByText('By tag', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Tag' }).click();
  await page.getByRole('option', { name: 'choir' }).click();
  const add = page.getByRole('button', { name: 'Add 75 people' });
  await expect(add).toBeVisible();
  walk.step('Choose whom to invite', 'Choose “By tag”, then “choir”: the 75 contacts who have this tag in the file.');
  await walk.show(page, 'tag');
  await add.click();
  await expect(page.getByRole('heading', { name: '75 people were added' })).toBeVisible();
  await page.getByRole('link', { name: 'To the list' }).last().click();
  await expect(rows(page).first()).toBeVisible();
}

/** Puts the fifth in line first, and answers who that is. */
async function putFirst({ walk, page }: Here): Promise<string> {
  const name = await rows(page).nth(4).getByRole('link').innerText();
  await page.getByRole('button', { name: `Acts for ${name}` }).click();
  await expect(page.getByRole('menuitem', { name: 'Move to the top' })).toBeVisible();
  walk.step(
    'Put them in order',
    'They are asked in the order of this line. Move somebody to the top by the menu at the end of their row; dragging and the keyboard do it too.',
  );
  await walk.show(page, 'order');
  await page.getByRole('menuitem', { name: 'Move to the top' }).click();
  await expect(rows(page).first().getByRole('link')).toHaveText(name);
  return name;
}

async function begin({ walk, page }: Here) {
  await page.getByRole('button', { name: 'Start' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start Rooftop dinner?' });
  await expect(dialog.getByText('Up to 8 people are texted now.')).toBeVisible();
  walk.step('Start', 'Press Start. Before anything is sent, a dialog says how many people are texted at once, and what happens after that.');
  await walk.show(page, 'start');
  await dialog.getByRole('button', { name: 'Start inviting' }).click();
  await expect(figure(page, 'Asked')).toHaveAccessibleName('8 Asked');
}

async function sayYes({ walk, page, host }: Here, browser: Browser, name: string) {
  const api = client(host, await tokenOf(host, host.demo));
  const org = /\/o\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  const found = await good(api.GET('/v1/orgs/{org}/contacts', { params: { path: { org }, query: { name } } }));
  const guest = await openAsGuest(browser, host, await linkTo(host, found.items[0]?.phone ?? ''));
  walk.step(
    'Be a guest',
    'The simulated phones are at `http://127.0.0.1:3001`. Open the link in one of their texts: this small page is all that a guest ever sees, and it needs no script and no account.',
  );
  await walk.show(guest, 'guest');
  await guest.getByRole('button', { name: /Yes/ }).click();
  await expect(guest.getByText(/You're in/).first()).toBeVisible();
  walk.step('Say yes', 'One tap, and the seat is theirs. The page stays good: for the calendar, the way there, and a change of mind.');
  await walk.show(guest, 'yes');
  await guest.context().close();
  await expect(figure(page, 'Confirmed')).toHaveAccessibleName('1 Confirmed');
  walk.step('See it on the board', 'Within two seconds the board shows the answer: one confirmed, seven seats held for those who were asked.');
  await walk.show(page, 'board');
}

async function watch({ walk, page, host }: Here) {
  await letAnswer(host, true);
  await expect(figure(page, 'Confirmed')).toHaveAccessibleName(/^([4-9]|\d\d) Confirmed$/, { timeout: 45_000 });
  walk.step(
    'Let the guests answer',
    'Answer on more phones, and watch the board; this walk lets them all answer by themselves, by `{"answering": true}` sent to `POST /host/guests`. Whoever says no makes room for the next in line.',
  );
  await walk.show(page, 'filling');
}

async function write({ walk, page }: Here) {
  await page.getByRole('navigation', { name: 'Views of the event' }).getByRole('link', { name: 'Messages' }).click();
  await page.getByLabel('Message', { exact: true }).fill('Doors open at 7. Bring a coat, it is windy up there.');
  walk.step('Write to those who come', 'Under Messages, write to the confirmed guests. What they will get, and what it takes, is shown first.');
  await walk.show(page, 'message');
  await page.getByRole('button', { name: /^Send to \d+ people$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Send to \d+ people$/ }).click();
  await expect(page.getByText('It is on its way.')).toBeVisible();
}

async function lookBack({ walk, page }: Here) {
  await page.getByRole('navigation', { name: 'Views of the event' }).getByRole('link', { name: 'Timeline' }).click();
  await expect(page.getByRole('img', { name: /Lines over time/ }).locator('canvas')).toBeVisible();
  await page.getByRole('heading', { name: 'How it filled' }).evaluate((title) => title.scrollIntoView());
  walk.step('Look back', 'The timeline draws how the room filled, and has the same figures as a table below.');
  await walk.show(page, 'timeline');
}
