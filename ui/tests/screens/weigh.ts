/** What a guest's page costs to load, measured in the browser. */
import type { Browser } from '@playwright/test';
import { headersOf } from '../journeys/support/api';
import type { Host } from '../journeys/support/host';

export interface Weight {
  requests: number;
  /** As they came over the wire, headers included. */
  wireBytes: number;
  /** The document as the browser reads it. */
  documentBytes: number;
  /** From the navigation's start to the first paint, in milliseconds. */
  firstPaint: number;
}

/** Opens the page on a phone that never saw it. */
export async function weigh(browser: Browser, host: Host, link: string): Promise<Weight> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    extraHTTPHeaders: headersOf(host),
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const weight = { requests: 0, wireBytes: 0 };
  devtools.on('Network.requestWillBeSent', ({ request }) => {
    if (!request.url.startsWith('data:')) weight.requests += 1;
  });
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    weight.wireBytes += encodedDataLength;
  });
  const answer = await page.goto(link, { waitUntil: 'networkidle' });
  const documentBytes = (await answer?.body())?.length ?? 0;
  const firstPaint = await page.evaluate(() => performance.getEntriesByName('first-paint')[0]?.startTime ?? Number.NaN);
  await context.close();
  return { ...weight, documentBytes, firstPaint };
}

export function median(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
