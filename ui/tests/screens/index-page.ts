/** docs/screens/README.md: all pictures in tables, and the guest page in figures. */
import { existsSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { DOCS } from './picture';
import { ARABIC, CHAPTERS } from './views';
import { median, type Weight } from './weigh';

export const SCREENS = resolve(DOCS, 'screens');

/** A picture of the guest's page. */
export interface Shown {
  name: string;
  title: string;
}

/** Writes the index of what was pictured. */
export function writeIndex(guest: Shown[], weights: Weight[]): void {
  const parts = [
    '# Screens',
    'Every view of the page, at 1280 pixels in light and at 390 pixels in dark. `npm run screens` in `ui/` makes the pictures and this page anew, against a host of its own with an organization in the midst of its work.',
    '[My first event](../walkthroughs/first-event.md) shows one way through them.',
    ...CHAPTERS.flatMap(({ title, views }) => [`## ${title}`, table(['', 'Desktop', 'Phone'], views.map(rowOf))]),
    '## From right to left',
    table(['Sign in', 'Board', 'Contacts'], [ARABIC.map((name) => cell(`desktop/${name}-ar`, name, 320))]),
    "## The guest's page",
    table(['', '', ''], inThrees(guest.map(({ name, title }) => `${cell(`guest/${name}`, title, 200)}<br>${title}`))),
    '## The guest page in figures',
    figures(weights),
  ];
  writeFileSync(resolve(SCREENS, 'README.md'), `${parts.join('\n\n')}\n`);
}

function rowOf({ name, title }: Shown): string[] {
  return [title, cell(`desktop/${name}`, title, 420), cell(`phone/${name}`, title, 140)];
}

function cell(file: string, title: string, width: number): string {
  if (!existsSync(resolve(SCREENS, `${file}.png`))) throw new Error(`${file}: there is no such picture`);
  return `<img src="${file}.png" alt="${title}" width="${width}">`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function inThrees(cells: string[]): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < cells.length; at += 3) rows.push([0, 1, 2].map((more) => cells[at + more] ?? ''));
  return rows;
}

function figures(weights: Weight[]): string {
  const of = (pick: (weight: Weight) => number) => median(weights.map(pick));
  const memory = Math.round(totalmem() / 2 ** 30);
  const bytes = (number: number) => `${number.toLocaleString('en')} bytes`;
  return [
    `An invitation that is not answered yet, opened ${weights.length} times in headless Chromium by a phone that never saw it; each figure is the median. Browser and host share one machine (${platform()} ${arch()}, ${cpus().length} processors, ${memory} GiB), so there is no network between them.`,
    table(
      ['What', 'How much'],
      [
        ['Requests', `${of(({ requests }) => requests)}`],
        ['Over the wire, headers included; the host compresses nothing', bytes(of(({ wireBytes }) => wireBytes))],
        ['The document, uncompressed', bytes(of(({ documentBytes }) => documentBytes))],
        ['Time to first paint', `${Math.round(of(({ firstPaint }) => firstPaint))} ms`],
        ['Scripts', 'none: answers work with JavaScript off'],
      ],
    ),
    '`a_guest_on_an_old_phone_answers_with_one_small_page_and_no_script` (`ui/tests/journeys/guest-page.spec.ts`) holds the first three and the last.',
  ].join('\n\n');
}
