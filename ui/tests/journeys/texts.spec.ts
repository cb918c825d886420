import { makeEvent } from './events-prepare';
import { expect, expectAccessible, test } from './support';
import { good } from './support/api';

test('an organizer words the invitation, sees it as a guest will, and the server agrees', async ({ ada, page }) => {
  const event = await makeEvent(ada, { host: 'Ada' });
  const path = { org: ada.org, event: event.id };
  await page.goto(`/o/${ada.org}/events/${event.id}/texts`);
  const invitation = page.getByRole('region', { name: 'Invitation', exact: true });
  await invitation.getByRole('button', { name: 'Edit' }).click();
  const words = invitation.getByLabel('Words');
  await expect(words).toBeFocused();

  await words.fill('Will you come, ');
  await expect(words).toHaveAccessibleDescription('“Guest\'s link” has to be in it.');
  await expect(invitation.getByRole('button', { name: 'Save' })).toBeDisabled();

  await words.press('End');
  await invitation.getByRole('button', { name: 'Guest\'s name' }).click();
  await words.pressSequentially('? It’s at ');
  await invitation.getByRole('button', { name: 'Place' }).click();
  await words.pressSequentially(': ');
  await invitation.getByRole('button', { name: 'Guest\'s link' }).click();
  await expect(words).toHaveValue('Will you come, {{name}}? It’s at {{location}}: {{link}}');
  const preview = invitation.getByRole('group', { name: 'As a guest gets it' });
  await expect(preview).toContainText('Will you come, Angelica? It’s at Rose garden: http');
  await expect(invitation.getByText(/Larger because of ’/)).toBeVisible();
  await expectAccessible(page);
  await invitation.getByRole('button', { name: 'Save' }).click();
  await expect(invitation.getByText('Your own words')).toBeVisible();

  const { texts } = await good(ada.api.GET('/v1/orgs/{org}/events/{event}/texts', { params: { path } }));
  const shown = page.getByRole('region');
  for (const { purpose, preview: served } of texts.filter((text) => text.purpose !== 'changed')) {
    const card = shown.filter({ has: page.getByText(served.body, { exact: true }) });
    // By itself: the link before it may end with a digit.
    await expect(card.getByText(new RegExp(`^${served.segments} segments?$`)).first(), purpose).toBeVisible();
  }

  await invitation.getByRole('button', { name: 'Edit' }).click();
  await invitation.getByRole('button', { name: 'Use the default again' }).click();
  await expect(invitation.getByText('Your own words')).toHaveCount(0);
  await expect(preview).toContainText('Angelica, Ada invites you to Garden party on');
});
