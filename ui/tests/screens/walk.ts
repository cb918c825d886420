/** A walk that is told while it is done: its steps, their sentences and pictures become a document. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { DOCS, picture, WRITING } from './picture';

interface Step {
  title: string;
  sentences: string;
  /** The picture's file without its ending; its number is the step's. */
  picture?: string;
}

/** Collects the steps of one walk. */
export class Walk {
  private readonly steps: Step[] = [];
  private readonly document: string;

  /** `name` is the document's and its pictures' folder; `opening` stands before the steps. */
  constructor(
    private readonly name: string,
    private readonly opening: string,
  ) {
    this.document = resolve(DOCS, 'walkthroughs', `${name}.md`);
  }

  /** What is done next, in one or two sentences for its reader. */
  step(title: string, sentences: string): void {
    this.steps.push({ title, sentences });
  }

  /** A picture of the page as it is now, at the step that was told last. */
  async show(page: Page, name: string): Promise<void> {
    const step = this.steps.at(-1);
    if (step === undefined) throw new Error('a picture before the first step');
    step.picture = `${String(this.steps.length).padStart(2, '0')}-${name}`;
    if (WRITING) await picture(page, this.fileOf(step.picture));
  }

  /** Writes the document, or holds the one that is there against what was told. */
  end(): void {
    const text = this.text();
    if (WRITING) {
      mkdirSync(dirname(this.document), { recursive: true });
      writeFileSync(this.document, text);
      return;
    }
    expect(readFileSync(this.document, 'utf8'), `${this.document}: npm run screens writes it anew`).toBe(text);
    const missing = this.pictures().filter((file) => !existsSync(file));
    expect(missing, 'pictures that the document shows').toEqual([]);
  }

  private pictures(): string[] {
    return this.steps.flatMap((step) => (step.picture === undefined ? [] : [this.fileOf(step.picture)]));
  }

  private fileOf(name: string): string {
    return resolve(DOCS, 'screens', this.name, `${name}.png`);
  }

  private text(): string {
    const steps = this.steps.map((step, index) => {
      const lines = [`## ${index + 1}. ${step.title}`, step.sentences];
      if (step.picture !== undefined) {
        lines.push(`![${step.title}](${relative(dirname(this.document), this.fileOf(step.picture))})`);
      }
      return lines.join('\n\n');
    });
    return `${[this.opening, ...steps].join('\n\n')}\n`;
  }
}
