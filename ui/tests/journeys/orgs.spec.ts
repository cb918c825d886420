import { expect, expectAccessible, signIn, test } from './support';
import { good, organizer } from './support/api';
import { contact as contactOf } from './support/event';
import { anotherBrowser, join, linkTo, newAddress } from './support/team';
import { makeEvent } from './events-prepare';

test('somebody_who_is_invited_by_mail_registers_and_joins_the_team', async ({ ada, page, host, browser }) => {
  const email = newAddress('bo');
  await page.goto(`/o/${ada.org}/members`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel(/^E-mail/).fill(email);
  await page.getByRole('radio', { name: 'Member' }).check();
  await page.getByLabel('A word of yours').fill('Come and help with the gala.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  const invitations = page.getByRole('list', { name: 'Invitations to the team' });
  await expect(invitations.getByText(email)).toBeVisible();
  await expectAccessible(page);

  const bo = await anotherBrowser(browser, host);
  await bo.goto(await linkTo(host, email, 'invites you'));
  await expect(bo.getByText('Come and help with the gala.')).toBeVisible();
  expect(new URL(bo.url()).hash).toBe('');
  await expectAccessible(bo);
  await bo.getByRole('link', { name: 'Register' }).click();
  await expect(bo.getByLabel(/^E-mail/)).toHaveValue(email);
  await bo.getByLabel(/^Name/).fill('Bo Lindqvist');
  await bo.getByLabel(/^Password/).fill('a long enough password');
  await bo.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(bo.getByRole('list', { name: 'Organizations' }).getByRole('listitem')).toHaveCount(2);
  await bo.getByRole('link', { name: new RegExp(`${ada.name}.*Member`) }).click();
  await expect(bo).toHaveURL(`${host.origin}/o/${ada.org}/events`);
  await bo.context().close();

  await page.reload();
  await expect(page.getByRole('list', { name: 'Members' }).getByText('Bo Lindqvist')).toBeVisible();
});

test('an_invitation_is_for_the_account_that_was_invited', async ({ ada, page, host, browser }) => {
  const bo = await organizer(host, 'Bo Lindqvist');
  const path = { org: ada.org };
  await good(ada.api.POST('/v1/orgs/{org}/invitations', { params: { path }, body: { email: bo.email, role: 'ADMIN' } }));
  const link = await linkTo(host, bo.email, 'invites you');
  // Ada opens the link that was meant for Bo.
  await page.goto(link);
  await expect(page.getByText(`You are signed in as ${ada.email}`)).toBeVisible();
  await expectAccessible(page);
  const other = await anotherBrowser(browser, host);
  await other.goto(link);
  await other.getByRole('link', { name: 'I have an account' }).click();
  await other.getByLabel('E-mail or username').fill(bo.email);
  await other.getByLabel(/^Password/).fill(bo.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByRole('button', { name: /^Join / }).click();
  await expect(other).toHaveURL(`${host.origin}/o/${ada.org}/events`);
  await other.context().close();
});

test('who_has_an_account_accepts_or_declines_on_the_page_of_organizations', async ({ page, host }) => {
  const [ada, cy, bo] = [await organizer(host), await organizer(host, 'Cy Young'), await organizer(host, 'Bo Lindqvist')];
  await signIn(page, bo);
  await page.goto('/account');
  await page.goto(await linkTo(host, bo.email, 'confirm your e-mail'));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
  for (const inviter of [ada, cy]) {
    const body = { email: bo.email, role: 'VIEWER' };
    await good(inviter.api.POST('/v1/orgs/{org}/invitations', { params: { path: { org: inviter.org } }, body }));
  }
  await page.goto('/orgs');
  const invited = page.getByRole('list', { name: 'You are invited' });
  await expect(invited.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);
  await invited.getByRole('listitem').filter({ hasText: 'Cy Young invites' }).getByRole('button', { name: /^Decline/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Decline the invitation' }).click();
  await expect(invited.getByRole('listitem')).toHaveCount(1);
  await invited.getByRole('button', { name: /^Join/ }).click();
  await expect(page).toHaveURL(`${host.origin}/o/${ada.org}/events`);
});

/** What each role finds: the table of docs/PRODUCT.md, "Rights". */
const RIGHTS = [
  { role: 'VIEWER', history: false, invites: false, changes: false, saves: false, archives: false, transfers: false },
  { role: 'MEMBER', history: false, invites: false, changes: false, saves: false, archives: false, transfers: false },
  { role: 'ADMIN', history: true, invites: true, changes: true, saves: true, archives: false, transfers: false },
  { role: 'OWNER', history: true, invites: true, changes: true, saves: true, archives: true, transfers: true },
] as const;

for (const rights of RIGHTS) {
  test(`as_${rights.role.toLowerCase()}_one_finds_what_the_rights_allow_and_nothing_else`, async ({ page, host }) => {
    const ada = await organizer(host);
    const [bo, guest] = [await join(host, ada, rights.role, 'Bo Lindqvist'), await join(host, ada, 'VIEWER', 'Vi Ewer')];
    await signIn(page, bo);
    await page.goto(`/o/${ada.org}/members`);
    const shown = (there: boolean) => (there ? 1 : 0);
    await expect(page.getByRole('list', { name: 'Members' }).getByRole('listitem')).toHaveCount(3);
    await expect(page.getByRole('link', { name: 'Contacts', exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: 'History' })).toHaveCount(shown(rights.history));
    await expect(page.getByRole('button', { name: 'Invite' })).toHaveCount(shown(rights.invites));
    await expect(page.getByRole('button', { name: `Change ${guest.name}` })).toHaveCount(shown(rights.changes));
    await expect(page.getByRole('button', { name: `Change ${ada.name}` })).toHaveCount(shown(rights.role === 'OWNER'));
    await expect(page.getByRole('list', { name: 'Members' }).getByText(guest.email)).toHaveCount(shown(rights.changes));
    await expect(page.getByRole('button', { name: 'Transfer ownership' })).toHaveCount(shown(rights.transfers));
    await expect(page.getByRole('button', { name: 'Leave', exact: true })).toBeVisible();
    await page.goto(`/o/${ada.org}/settings`);
    await expect(page.getByLabel(/^Name/)).toHaveJSProperty('readOnly', !rights.saves);
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(shown(rights.saves));
    await expect(page.getByRole('button', { name: /^Archive / })).toHaveCount(shown(rights.archives));
    await page.goto(`/o/${ada.org}/audit`);
    const title = rights.history ? 'History' : 'There is nothing here';
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await page.goto('/admin');
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  });
}

test('an_owner_changes_roles_removes_and_hands_over', async ({ ada, page, host }) => {
  await join(host, ada, 'MEMBER', 'Bo Lindqvist');
  await join(host, ada, 'VIEWER', 'Vi Ewer');
  await page.goto(`/o/${ada.org}/members`);
  await expect(page.getByText('You are the only owner')).toBeVisible();
  await page.getByRole('button', { name: 'Change Bo Lindqvist' }).click();
  await page.getByRole('menuitem', { name: /^Admin/ }).click();
  await expect(page.getByText('Bo Lindqvist is now: Admin')).toBeVisible();
  await page.getByRole('button', { name: 'Change Vi Ewer' }).click();
  await page.getByRole('menuitem', { name: 'Remove Vi Ewer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Vi Ewer' }).click();
  await expect(page.getByRole('list', { name: 'Members' }).getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Transfer ownership' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transfer ownership' });
  await dialog.getByRole('combobox', { name: 'New owner' }).click();
  await page.getByRole('option', { name: /Bo Lindqvist/ }).click();
  await dialog.getByLabel('Your password').fill(ada.password);
  await dialog.getByRole('button', { name: /^Transfer / }).click();
  await expect(page.getByText('You are an admin.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Transfer ownership' })).toHaveCount(0);
  await page.goto(`/o/${ada.org}/audit`);
  await expect(page.getByText('Bo Lindqvist: Owner (before: Admin)')).toBeVisible();
  await expectAccessible(page);
});

test('an_organization_is_made_changed_archived_and_brought_back', async ({ ada, page }) => {
  await page.goto('/orgs');
  await page.getByRole('button', { name: 'New organization' }).click();
  await page.getByLabel(/^Name/).fill('Harbour Club');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await expect(page).toHaveURL(/\/o\/(?!.*login)[^/]+\/events$/);
  const org = /\/o\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  expect(org).not.toBe(ada.org);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Host').fill('Harbour');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('tokyo');
  await page.getByRole('option', { name: /Tokyo/ }).click();
  // Somebody else is faster: what was typed stays, and is saved at the second press.
  await good(ada.api.PATCH('/v1/orgs/{org}', { params: { path: { org } }, body: { name: 'Harbour Club 2' } }));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody changed the settings meanwhile.')).toBeVisible();
  await expect(page.getByLabel('Host')).toHaveValue('Harbour');
  await expect(page.getByLabel(/^Name/)).toHaveValue('Harbour Club 2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  const saved = await good(ada.api.GET('/v1/orgs/{org}', { params: { path: { org } } }));
  expect([saved.name, saved.host, saved.time_zone]).toEqual(['Harbour Club 2', 'Harbour', 'Asia/Tokyo']);
  await expect(page.getByText('0 of 100')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Archive Harbour Club 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Archive Harbour Club 2?' });
  await dialog.getByLabel('Type its name: Harbour Club 2').fill('Harbour Club');
  await expect(dialog.getByRole('button', { name: 'Archive Harbour Club 2' })).toBeDisabled();
  await dialog.getByLabel('Type its name: Harbour Club 2').fill('Harbour Club 2');
  await dialog.getByRole('button', { name: 'Archive Harbour Club 2' }).click();
  await expect(page).toHaveURL(/\/orgs$/);
  await page.getByRole('button', { name: 'Restore Harbour Club 2' }).click();
  await expect(page.getByRole('link', { name: /Harbour Club 2/ })).toBeVisible();
});

test('the_last_owner_of_others_is_told_what_comes_before_the_end_of_the_account', async ({ ada, page, host }) => {
  await join(host, ada, 'MEMBER', 'Bo Lindqvist');
  await page.goto('/account');
  await page.getByRole('button', { name: 'Delete your account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(ada.password);
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Others would be left without an owner');
  await dialog.getByRole('alert').getByRole('link').click();
  await expect(page).toHaveURL(`${host.origin}/o/${ada.org}/members`);
});

test('behind_a_figure_stand_the_rows_that_it_counts', async ({ ada, page }) => {
  const { id: event } = await makeEvent(ada, { name: 'Supper', capacity: 2 });
  const path = { org: ada.org, event };
  const { id: contact } = await contactOf(ada, 'Gita Guest');
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/invitees', { params: { path }, body: { contacts: [contact] } as never }));
  await good(ada.api.POST('/v1/orgs/{org}/events/{event}/start', { params: { path } }));
  const query = { params: { path: { org: ada.org } } };
  await expect
    .poll(async () => (await good(ada.api.GET('/v1/orgs/{org}/dashboard', query))).sent, { timeout: 30_000 })
    .toBe(1);
  await page.goto(`/o/${ada.org}/dashboard?period=30d`);
  await expect(page.getByRole('radio', { name: '30 days' })).toBeChecked();
  await page.getByText('All', { exact: true }).click();
  await expect(page).toHaveURL(/period=all/);
  await page.getByRole('button', { name: /Messages sent/ }).click();
  await expect(page).toHaveURL(/figure=sent/);
  const rows = page.getByRole('dialog', { name: 'Messages sent' });
  await expect(rows.getByRole('listitem')).toContainText(['Gita Guest']);
  await expectAccessible(page);
  await page.reload();
  await expect(rows.getByText('Gita Guest')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/figure=/);
  await expectAccessible(page);
});
