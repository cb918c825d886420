/** Pictures of pages for the documents: of what is in view, still, and small. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { smaller } from './small-png';

/** The repository's documents. */
export const DOCS = resolve(import.meta.dirname, '../../../docs');

/** Whether this run writes documents and pictures, rather than comparing with those that are there. */
export const WRITING = process.env.SCREENS === '1';

/** What passes on its own is in no picture: told once, it would seem to stand there. */
const LASTING = '.mantine-Notifications-root { visibility: hidden }';

/** Saves what is in view of a page that has come to rest. */
export async function picture(page: Page, file: string): Promise<void> {
  await settle(page);
  mkdirSync(dirname(file), { recursive: true });
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css', style: LASTING });
  writeFileSync(file, smaller(png));
}

/** Waits until nothing is loading any more, and nothing is on its way in or out. */
async function settle(page: Page): Promise<void> {
  await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
  await expect(page.locator('.mantine-Button-root[data-loading]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.allSettled(document.getAnimations().filter(isFinite).map((animation) => animation.finished));
    function isFinite(animation: Animation): boolean {
      return Number.isFinite(Number(animation.effect?.getComputedTiming().endTime ?? 0));
    }
  });
}
