/** What every journey starts from: a host of its worker's, organizers of its own, and eyes for accessibility. */
import { test as base, expect, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { headersOf, nextAddress, type Organizer, organizer } from './api';
import { type Host, startHost } from './host';

interface Worker {
  host: Host;
}

interface Test {
  /** A new organizer with an empty org, signed in on `page`. */
  ada: Organizer;
}

export const test = base.extend<Test, Worker>({
  host: [
    // The fixture's first argument names the fixtures that it needs, of which there are none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const host = await startHost();
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ host }, use) => use(host.origin),
  extraHTTPHeaders: async ({ host }, use) => use(headersOf(host, nextAddress())),
  ada: async ({ host, page }, use) => {
    const ada = await organizer(host);
    await signIn(page, ada);
    await use(ada);
  },
});

export { expect };

/** Gives the browser a session of that user, without the log-in form. */
export async function signIn(page: Page, user: { email: string; password: string }): Promise<void> {
  const answer = await page.request.post('/v1/session', {
    data: { login: user.email, password: user.password, device: 'browser' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** No violation of WCAG 2.2 AA, in light and in dark, contrast included. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const html = page.locator('html');
    // The organizers' page follows by its script; guests' pages have none.
    if ((await html.getAttribute('data-mantine-color-scheme')) !== null) {
      await expect(html).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    }
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const told = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 5).map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
    }));
    expect(told, `axe on ${page.url()} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
}
