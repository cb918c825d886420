/** Every view of src/router.tsx, and the dialogs that are opened from them. */
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { World } from './world';

export interface View {
  /** The picture's file, without its ending. */
  name: string;
  /** What the picture shows. */
  title: string;
  /** Who looks: Ada, the owner, unless said. */
  as?: 'nobody' | 'platform';
  path: (world: World) => string;
  /** What is done on the page before the picture. */
  act?: (page: Page, world: World) => Promise<void>;
  /** The list that a phone is scrolled to. */
  list?: string;
}

const inOrg = (rest: string) => (world: World) => `/o/${world.ada.org}/${rest}`;
const inEvent = (event: keyof World['events'], rest = '') => (world: World) =>
  `/o/${world.ada.org}/events/${world.events[event]}${rest}`;
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const choose = (button: string | RegExp, item: string | RegExp) => async (page: Page) => {
  await press(button)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

const doors: View[] = [
  { name: 'sign-in', title: 'Sign in', as: 'nobody', path: () => '/login' },
  { name: 'register', title: 'Register', as: 'nobody', path: () => '/register' },
  { name: 'forgot', title: 'Forgotten password', as: 'nobody', path: () => '/forgot' },
  { name: 'reset', title: 'New password', as: 'nobody', path: () => '/reset' },
  { name: 'verify', title: 'Confirm an address', as: 'nobody', path: () => '/verify' },
  { name: 'invitation', title: 'Invitation to a team', as: 'nobody', path: () => '/invitation' },
];

const events: View[] = [
  { name: 'events', title: 'Events', path: inOrg('events') },
  { name: 'events-archived', title: 'Archived events', path: inOrg('events?show=archived') },
  { name: 'event-new', title: 'New event', path: inOrg('new-event') },
];

const board: View[] = [
  { name: 'board', title: 'Board', path: inEvent('active') },
  { name: 'board-confirmed', list: 'Invitees', title: 'Confirmed guests', path: inEvent('active', '?show=confirmed') },
  { name: 'board-all', list: 'Invitees', title: 'All invitees', path: inEvent('active', '?show=all') },
  {
    name: 'board-guest',
    title: 'One guest',
    path: (world) => `${inEvent('active', '?show=confirmed&invitee=')(world)}${world.invitee}`,
  },
  { name: 'board-menu', list: 'Invitees', title: 'What can be done with one', path: inEvent('active'), act: press(/^Acts for/) },
  {
    name: 'board-selected',
    list: 'Invitees',
    title: 'Several at once',
    path: inEvent('draft'),
    act: async (page) => {
      for (const index of [0, 1, 2]) await page.getByRole('checkbox', { name: /^Select (?!all)/ }).nth(index).check();
    },
  },
  { name: 'board-draft', title: 'Board before the start', path: inEvent('draft') },
  { name: 'board-start', title: 'Start', path: inEvent('draft'), act: press('Start') },
  { name: 'board-pause', title: 'Pause', path: inEvent('active'), act: press('Pause') },
  {
    name: 'board-cancel',
    title: 'Cancel',
    path: inEvent('active'),
    act: choose('More about this event', /Cancel the event/),
  },
  { name: 'board-cancelled', title: 'Board of a cancelled event', path: inEvent('cancelled') },
  { name: 'board-add', title: 'Add people', path: inEvent('draft', '/add') },
  { name: 'board-add-tag', title: 'Add people by tag', path: inEvent('draft', '/add?from=tag&tag=family') },
  { name: 'board-timeline', title: 'Timeline', path: inEvent('active', '/timeline') },
  { name: 'board-messages', title: 'Messages of an event', path: inEvent('active', '/messages') },
  { name: 'board-texts', title: 'Texts', path: inEvent('active', '/texts') },
  {
    name: 'board-texts-edit',
    title: 'A text is worded',
    path: inEvent('draft', '/texts'),
    act: press('Edit'),
  },
  { name: 'board-team', title: 'Team of an event', path: inEvent('active', '/team') },
  { name: 'board-settings', title: 'Settings of an event', path: inEvent('active', '/settings') },
];

const contacts: View[] = [
  { name: 'contacts', title: 'Contacts', path: inOrg('contacts') },
  { name: 'contacts-filters', title: 'Filters', path: inOrg('contacts'), act: press('Filters') },
  { name: 'contacts-filtered', title: 'Filtered contacts', path: inOrg(`contacts?tag=${encodeURIComponent('["vip"]')}`) },
  {
    name: 'contacts-selected',
    title: 'Contacts at once',
    path: inOrg('contacts'),
    act: async (page) => {
      for (const index of [0, 1, 2]) await page.getByRole('checkbox', { name: /^Select (?!all)/ }).nth(index).check();
    },
  },
  { name: 'contact-new', title: 'New contact', path: inOrg('contacts?open=new') },
  { name: 'contacts-tags', title: 'Tags', path: inOrg('contacts?open=tags') },
  { name: 'contact', title: 'One contact', path: (world) => inOrg(`contacts/${world.contact}`)(world) },
  { name: 'contact-edit', title: 'A contact is changed', path: (world) => inOrg(`contacts/${world.contact}?open=edit`)(world) },
  { name: 'import', title: 'Import', path: inOrg('import') },
  {
    name: 'import-preview',
    title: 'A file before its import',
    path: inOrg('import'),
    act: async (page) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a file' }).click();
      await (await chooser).setFiles(resolve(import.meta.dirname, '../../../testdata/contacts/messy-latin1.csv'));
      await page.getByRole('button', { name: /^Import \d+ contacts$/ }).waitFor();
    },
  },
  { name: 'import-done', title: 'An import', path: (world) => inOrg(`import/${world.import}`)(world) },
  { name: 'duplicates', title: 'Duplicates', path: inOrg('duplicates') },
  { name: 'lists', title: 'Lists', path: inOrg('lists') },
  { name: 'list', title: 'One list', path: (world) => inOrg(`lists/${world.list}`)(world) },
  { name: 'opted-out', title: 'Opted out', path: inOrg('opted-out') },
];

const organization: View[] = [
  { name: 'messages', title: 'Messages', path: inOrg('messages') },
  { name: 'figures', title: 'Figures', path: inOrg('dashboard') },
  { name: 'figures-rows', title: 'The rows behind a figure', path: inOrg('dashboard?figure=confirmed') },
  { name: 'members', title: 'Members', path: inOrg('members') },
  { name: 'members-invite', title: 'Invite to the team', path: inOrg('members'), act: press('Invite') },
  { name: 'history', title: 'History', path: inOrg('audit') },
  { name: 'settings', title: 'Settings of the organization', path: inOrg('settings') },
  { name: 'organizations', title: 'Organizations', path: () => '/orgs' },
  { name: 'account', title: 'Your account', path: () => '/account' },
  { name: 'account-menu', title: 'Account menu', path: inOrg('events'), act: press('Account and settings') },
  { name: 'nowhere', title: 'An address that leads nowhere', path: () => '/nowhere' },
];

const platform: View[] = [
  { name: 'platform', title: 'Platform', path: () => '/admin' },
  { name: 'platform-organizations', title: 'All organizations', path: () => '/admin/orgs' },
  { name: 'platform-enter', title: 'Enter an organization', path: () => '/admin/orgs?q=Harbour', act: press(/^Enter /) },
  { name: 'platform-users', title: 'Users', path: () => '/admin/users' },
  { name: 'platform-user', title: 'One user', path: () => '/admin/users?q=ada', act: press(/ada\./) },
  { name: 'platform-codes', title: 'Registration codes', path: () => '/admin/codes' },
  { name: 'platform-settings', title: 'Settings of the platform', path: () => '/admin/settings' },
  { name: 'platform-troubles', title: 'Troubles', path: () => '/admin/troubles' },
].map((view): View => ({ ...view, as: 'platform' }));

/** By chapter, in the order in which they are shown. */
export const CHAPTERS: { title: string; views: View[] }[] = [
  { title: 'The door', views: doors },
  { title: 'Events', views: events },
  { title: 'One event', views: board },
  { title: 'Contacts', views: contacts },
  { title: 'The organization', views: organization },
  { title: 'The platform', views: platform },
];

/** What is also shown from right to left. */
export const ARABIC = ['sign-in', 'board', 'contacts'];
