import { expect, expectAccessible, test } from './support';
import { adminToken, client, good, organizer, tokenOf } from './support/api';
import { anotherBrowser, linkTo, newAddress } from './support/team';

test('somebody_registers_by_the_link_of_a_code', async ({ page, host }) => {
  const admin = client(host, await adminToken(host));
  const { link } = await good(admin.POST('/v1/admin/registration-codes', { body: { uses: 1 } }));
  const { pathname, hash } = new URL(link);
  await page.goto(pathname + hash);
  await expect(page.getByText('Your registration code was applied.')).toBeVisible();
  // The code is in no history and in no log.
  expect(new URL(page.url()).hash).toBe('');
  await expect(page.getByLabel('Registration code')).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await page.getByLabel(/^Name/).fill('Grace Mensah');
  await page.getByLabel(/^E-mail/).fill(newAddress('grace'));
  await page.getByLabel(/^Password/).fill('short');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByLabel(/^Password/)).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel(/^Password/).fill('a long enough password');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page).toHaveURL(/\/o\/[^/]+\/events$/);
});

test('a_code_that_is_not_good_is_told_beside_its_field', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Registration code').fill('nothing-like-a-code');
  await page.getByLabel(/^Name/).fill('Eve Stranger');
  await page.getByLabel(/^E-mail/).fill(newAddress('eve'));
  await page.getByLabel(/^Password/).fill('a long enough password');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByText(/must be a registration code/)).toBeVisible();
  await expect(page.getByLabel('Registration code')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test('somebody_registers_openly_and_only_the_mail_goes_on', async ({ page, host, browser }) => {
  const admin = client(host, await adminToken(host));
  await good(admin.PATCH('/v1/admin/settings', { body: { registration: 'open' } }));
  const email = newAddress('omar');
  await page.goto('/register');
  await page.getByLabel(/^Name/).fill('Omar Haddad');
  await page.getByLabel(/^E-mail/).fill(email);
  await page.getByLabel(/^Password/).fill('a long enough password');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await page.goto(await linkTo(host, email, 'confirm your e-mail'));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByLabel(/^Password/).fill('a long enough password');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
  await good(admin.PATCH('/v1/admin/settings', { body: { registration: 'code' } }));
  // A link works once.
  const other = await anotherBrowser(browser, host);
  await other.goto(await linkTo(host, email, 'confirm your e-mail'));
  await other.getByRole('button', { name: 'Confirm' }).click();
  await expect(other.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await other.context().close();
});

test('a_wrong_password_is_told_and_the_right_one_leads_to_where_one_was_going', async ({ page, host }) => {
  const ada = await organizer(host);
  await page.goto(`/o/${ada.org}/members`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await expectAccessible(page);
  await page.getByLabel('E-mail or username').fill(ada.email.toUpperCase());
  await page.getByLabel(/^Password/).fill('not it at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('No account has this e-mail or name with this password.');
  await page.getByLabel(/^Password/).fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${host.origin}/o/${ada.org}/members`);
});

test('no_address_leads_out_of_the_site_after_the_log_in', async ({ page, host }) => {
  const ada = await organizer(host);
  await page.goto('/login?next=//evil.example/phish');
  await page.getByLabel('E-mail or username').fill(ada.email);
  await page.getByLabel(/^Password/).fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${host.origin}/o/${ada.org}/events`);
});

test('after_too_many_wrong_passwords_it_says_how_long_to_wait', async ({ page, host }) => {
  const ada = await organizer(host);
  for (let tries = 0; tries < 10; tries += 1) {
    await client(host).POST('/v1/session', { body: { login: ada.email, password: `wrong ${tries}` } });
  }
  await page.goto('/login');
  await page.getByLabel('E-mail or username').fill(ada.email);
  await page.getByLabel(/^Password/).fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText(/You can try again in \d+ minutes/);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
});

test('a_forgotten_password_is_set_anew_by_mail', async ({ page, host }) => {
  const ada = await organizer(host);
  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot the password?' }).click();
  await page.getByLabel(/^E-mail/).fill(ada.email);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await page.goto(await linkTo(host, ada.email, 'Set a new password'));
  await page.getByLabel('New password').fill('another good password');
  expect(new URL(page.url()).hash).toBe('');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('heading', { name: 'The password is set' })).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail or username').fill(ada.email);
  await page.getByLabel(/^Password/).fill('another good password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/events$/);
});

test('a_profile_is_changed_and_the_new_name_logs_in', async ({ ada, page, host }) => {
  await page.goto('/account');
  const profile = page.getByRole('region', { name: 'Profile' });
  await profile.getByLabel(/^Name/).fill('Ada O.');
  const username = `ada-${ada.email.replace(/[^a-z0-9]/g, '').slice(-14, -10)}x${Date.now() % 100_000}`;
  await profile.getByLabel('Username').fill(username);
  await profile.getByRole('combobox', { name: 'Time zone' }).fill('lisbon');
  await page.getByRole('option', { name: /Lisbon/ }).click();
  await profile.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your profile is saved.')).toBeVisible();
  await expectAccessible(page);
  const me = await good(client(host, await tokenOf(host, { email: username, password: ada.password })).GET('/v1/me'));
  expect([me.name, me.time_zone]).toEqual(['Ada O.', 'Europe/Lisbon']);
});

test('another_address_counts_when_its_mail_was_read', async ({ ada, page, host }) => {
  await page.goto('/account');
  const section = page.getByRole('region', { name: 'E-mail' });
  await expect(section.getByText('Not confirmed')).toBeVisible();
  await section.getByRole('button', { name: 'Send the link again' }).click();
  await expect(page.getByText('A link is on its way. A former one works no more.')).toBeVisible();
  const email = newAddress('ada');
  await section.getByLabel('New address').fill(email);
  await section.getByLabel('Your password').fill('wrong');
  await section.getByRole('button', { name: 'Change the address' }).click();
  await expect(section.getByLabel('Your password')).toHaveAttribute('aria-invalid', 'true');
  await section.getByLabel('Your password').fill(ada.password);
  await section.getByRole('button', { name: 'Change the address' }).click();
  await expect(section.getByText(`A link is on its way to ${email}.`)).toBeVisible();
  await page.goto(await linkTo(host, email, 'confirm your e-mail'));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('link', { name: 'To the start' }).click();
  await page.goto('/account');
  await expect(page.getByRole('region', { name: 'E-mail' }).getByText('Confirmed', { exact: true })).toBeVisible();
  await expect(page.getByText(email).first()).toBeVisible();
});

test('a_device_is_signed_out_from_another_one', async ({ ada, page, host, browser }) => {
  const phone = await anotherBrowser(browser, host);
  await phone.request.post('/v1/session', {
    data: { login: ada.email, password: ada.password, device: 'Phone of Ada' },
  });
  await phone.goto('/account');
  await expect(phone.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out Phone of Ada' }).click();
  await expect(page.getByText('Phone of Ada is signed out.')).toBeVisible();
  await phone.reload();
  await expect(phone).toHaveURL(/\/login/);
  // The token that the fixtures signed in with is a device as well: all others go at once.
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Sign out \d+ device/ }).click();
  await expect(page.getByRole('list', { name: 'Devices' }).getByRole('listitem')).toHaveCount(1);
  await phone.context().close();
});

test('ones_data_is_downloaded_and_the_account_deleted', async ({ ada, page, host }) => {
  await page.goto('/account');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download your data' }).click();
  expect((await downloading).suggestedFilename()).toBe('convoke-account.json');
  await page.getByRole('button', { name: 'Delete your account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  await dialog.getByLabel('Your password').fill(ada.password);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page).toHaveURL(`${host.origin}/login`);
  const again = await client(host).POST('/v1/session', { body: { login: ada.email, password: ada.password } });
  expect(again.response.status).toBe(401);
});

test('a_language_from_right_to_left_turns_the_page_and_stays', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/members`);
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('menuitem', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test('the_language_of_the_profile_is_shown_where_the_device_has_none', async ({ ada, page }) => {
  await good(ada.api.PATCH('/v1/me', { body: { locale: 'de' } }));
  await page.goto('/account');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('the_session_ends_with_the_sign_out', async ({ ada, page, host }) => {
  await page.goto(`/o/${ada.org}/events`);
  const answered = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  expect((await answered).status()).toBe(204);
  await expect(page).toHaveURL(`${host.origin}/login`);
  await page.goto(`/o/${ada.org}/events`);
  await expect(page).toHaveURL(/\/login\?next=/);
});

test('without_a_connection_nobody_is_signed_out_and_it_is_said', async ({ ada, page, host }) => {
  await page.goto(`/o/${ada.org}/members`);
  await expect(page.getByRole('list', { name: 'Members' })).toBeVisible();
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.context().setOffline(true);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'You are still signed in' })).toBeVisible();
  await expect(page).toHaveURL(`${host.origin}/o/${ada.org}/members`);
  await page.context().setOffline(false);
  await page.reload();
  await expect(page.getByRole('list', { name: 'Members' })).toBeVisible();
});

test('who_signs_in_next_on_the_page_sees_nothing_of_who_was_here', async ({ ada, page, host }) => {
  const bo = await organizer(host, 'Bo Lindqvist');
  await page.goto(`/o/${ada.org}/events`);
  const menu = page.getByRole('button', { name: 'Account and settings' });
  await menu.click();
  await expect(page.getByText(ada.email)).toBeVisible();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail or username').fill(bo.email);
  await page.getByLabel(/^Password/).fill(bo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${host.origin}/o/${bo.org}/events`);
  await menu.click();
  await expect(page.getByText(bo.email)).toBeVisible();
  await expect(page.getByText(ada.email)).toHaveCount(0);
});

test('another_page_is_announced_by_the_focus_on_its_heading', async ({ ada, page }) => {
  await page.goto(`/o/${ada.org}/members`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await page.getByRole('link', { name: 'Figures' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Figures' })).toBeFocused();
  // What is only shown otherwise on the page moves nothing.
  await page.getByText('All', { exact: true }).click();
  await expect(page).toHaveURL(/period=all/);
  await expect(page.getByRole('heading', { level: 1 })).not.toBeFocused();
});
