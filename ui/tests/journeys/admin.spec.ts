import { expect, expectAccessible, signIn, test } from './support';
import { adminToken, client, good, organizer } from './support/api';
import { anotherBrowser, mailTo } from './support/team';

test('a_platform_admin_makes_a_code_and_its_link_lets_somebody_in_until_it_is_revoked', async ({ page, host, browser }) => {
  await signIn(page, host.admin);
  await page.goto('/admin/codes');
  await page.getByRole('button', { name: 'New code' }).click();
  await page.getByLabel('Good for, in days').fill('3');
  await page.getByLabel('How many may register with it').fill('2');
  await page.getByLabel('Note').fill('For the choir');
  await page.getByRole('button', { name: 'Make the code' }).click();
  const link = await page.getByRole('textbox', { name: 'The link of the code' }).inputValue();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Done' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'For the choir' });
  await expect(card).toContainText('0 of 2 used');
  await expectAccessible(page);
  await card.getByRole('button', { name: /^Revoke/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the code' }).click();
  await expect(card).toContainText('Revoked');

  const visitor = await anotherBrowser(browser, host);
  const { pathname, hash } = new URL(link);
  await visitor.goto(pathname + hash);
  await visitor.getByLabel(/^Name/).fill('Late Comer');
  await visitor.getByLabel(/^E-mail/).fill('late.comer@example.org');
  await visitor.getByLabel(/^Password/).fill('a long enough password');
  await visitor.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(visitor.getByRole('alert').filter({ hasText: 'The code of your link is void' })).toBeVisible();
  await visitor.context().close();
});

test('a_platform_admin_looks_into_an_organization_with_a_reason_and_leaves', async ({ page, host }) => {
  const ada = await organizer(host);
  await signIn(page, host.admin);
  await page.goto(`/admin/orgs?q=${ada.org}`);
  await expect(page.getByRole('list', { name: 'Organizations' }).getByRole('listitem')).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Enter / }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('A text did not arrive');
  await dialog.getByLabel('Your password').fill('not it');
  await dialog.getByRole('button', { name: /^Enter / }).click();
  await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription(/is not your password/);
  await dialog.getByLabel('Your password').fill(host.admin.password);
  await dialog.getByRole('button', { name: /^Enter / }).click();
  const banner = page.getByRole('region', { name: 'Your visit' });
  await expect(banner).toContainText('You look on here as an admin of the platform');
  await page.goto(`/o/${ada.org}/members`);
  await expect(page.getByRole('list', { name: 'Members' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Leave', exact: true })).toHaveCount(0);
  await expectAccessible(page);
  expect((await mailTo(host, ada.email, 'entered')).text).toContain('A text did not arrive');
  await banner.getByRole('button', { name: 'Leave the organization' }).click();
  await expect(page).toHaveURL(/\/admin\/orgs/);
  await page.goto(`/o/${ada.org}/members`);
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
});

test('a_visit_is_shown_to_the_organization', async ({ ada, page, host }) => {
  const admin = client(host, await adminToken(host));
  const path = { tenant: ada.org };
  const body = { mode: 'acting', reason: 'They asked for help', password: host.admin.password };
  await good(admin.POST('/v1/admin/orgs/{tenant}/entry', { params: { path }, body }));
  await page.goto(`/o/${ada.org}/settings`);
  const visits = page.getByRole('region', { name: 'Visits by the platform' });
  await expect(visits.getByText('They asked for help')).toBeVisible();
  await expect(visits.getByText('Here now')).toBeVisible();
  await good(admin.DELETE('/v1/admin/orgs/{tenant}/entry', { params: { path } }));
});

test('the_limits_of_an_organization_are_changed_within_the_platforms', async ({ ada, page, host, browser }) => {
  const desk = await anotherBrowser(browser, host);
  await signIn(desk, host.admin);
  await desk.goto(`/admin/orgs?q=${ada.org}`);
  await desk.getByRole('button', { name: /^Limits of/ }).click();
  await desk.getByLabel('Messages in any hour').fill('600000');
  await desk.getByLabel('Messages in any 24 hours').fill('800000');
  await desk.getByRole('button', { name: 'Save' }).click();
  await expect(desk.getByLabel('Messages in any hour')).toHaveAccessibleDescription(/must not be above the platform's/);
  await desk.getByLabel('Messages in any hour').fill('42');
  await desk.getByLabel('Messages in any 24 hours').fill('420');
  await desk.getByRole('button', { name: 'Save' }).click();
  await expect(desk.getByText(/The limits of .* are changed/)).toBeVisible();
  await desk.context().close();
  await page.goto(`/o/${ada.org}/settings`);
  await expect(page.getByText('0 of 42', { exact: true })).toBeVisible();
});

test('a_user_is_kept_out_and_let_in_again', async ({ page, host }) => {
  const bo = await organizer(host, 'Bo Lindqvist');
  await signIn(page, host.admin);
  await page.goto(`/admin/users?q=${encodeURIComponent(bo.email)}`);
  await page.getByRole('button', { name: new RegExp(bo.email) }).click();
  const panel = page.getByRole('dialog', { name: 'User' });
  await expect(panel.getByRole('heading', { name: 'Bo Lindqvist' })).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('button', { name: 'Deactivate Bo Lindqvist' }).click();
  await expect(panel.getByRole('button', { name: 'Reactivate' })).toBeVisible();
  const login = { body: { login: bo.email, password: bo.password } };
  expect((await client(host).POST('/v1/session', login)).response.status).toBe(401);
  await panel.getByRole('button', { name: 'Reactivate' }).click();
  await page.getByRole('button', { name: 'Let Bo Lindqvist in' }).click();
  await expect(panel.getByRole('button', { name: 'Deactivate' })).toBeVisible();
  expect((await client(host).POST('/v1/session', login)).response.status).toBe(200);
});

test('sending_is_turned_off_for_everybody_and_on_again', async ({ page, host }) => {
  await signIn(page, host.admin);
  await page.goto('/admin/settings');
  await page.getByRole('button', { name: 'Turn sending off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Turn sending off' }).click();
  await expect(page.getByText('Nothing goes out.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Turn sending on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Turn sending on' }).click();
  await expect(page.getByText('Sending is on', { exact: true })).toBeVisible();
});

test('the_platform_shows_its_figures_and_that_nothing_is_to_decide', async ({ page, host }) => {
  await signIn(page, host.admin);
  await page.goto('/admin');
  await expect(page.getByText('New users')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('navigation', { name: 'Platform' }).getByRole('link', { name: 'Troubles' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing to decide' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Parked work' }).click();
  await expect(page).toHaveURL(/tab=parked/);
  await expect(page.getByText('All work is done or under way.')).toBeVisible();
});
