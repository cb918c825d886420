/** A guest's phone: a small browser of its own, with nobody signed in. */
import type { Browser, Page } from '@playwright/test';
import { headersOf } from './api';
import type { Host } from './host';

/** Opens the page of an invitation on a phone. */
export async function openAsGuest(browser: Browser, host: Host, link: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'en-US',
    extraHTTPHeaders: headersOf(host),
  });
  const page = await context.newPage();
  await page.goto(link);
  return page;
}
