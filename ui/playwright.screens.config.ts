import { defineConfig } from '@playwright/test';
import journeys from './playwright.config';

/** Pictures of every view, and the walk of the first event, for docs/screens: `npm run screens`. */
export default defineConfig({
  ...journeys,
  testDir: 'tests',
  testMatch: ['screens/*.spec.ts', 'journeys/first-event.spec.ts'],
  fullyParallel: false,
  workers: 1,
  // A world that cannot be made is not made four times.
  maxFailures: 3,
  timeout: 300_000,
  use: { ...journeys.use, actionTimeout: 8_000, navigationTimeout: 15_000, trace: 'off' },
});
