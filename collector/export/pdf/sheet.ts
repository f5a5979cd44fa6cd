import PDFDocument from "pdfkit";
import { visualOrder } from "./bidi.ts";
import { type Font, fontFor, type Style } from "./fonts.ts";
import { codeOf, printable } from "./printable.ts";
import { type Line, wrap } from "./wrap.ts";

/** How a text is set. */
export interface Setting {
  readonly style: Style;
  /** Points. */
  readonly size: number;
  readonly color: string;
}

/** What a document says of itself. */
export interface SheetTerms {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly creator: string;
  readonly madeMs: number;
  /** At the head and the foot of every page. */
  readonly head: string;
  readonly foot: string;
}

/** Points: A4, with margins that leave room for holes. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 62,
  right: 48,
  top: 66,
  bottom: 62,
};
export const TEXT_WIDTH: number = PAGE.width - PAGE.left - PAGE.right;
/** Height of a line ÷ size of its letters. */
export const LEADING = 1.38;

/**
 * An A4 document that text flows into. Tagged, with embedded fonts, and the same bytes for the same
 * calls: its dates and ids come from its terms alone.
 */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #terms: SheetTerms;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #chunks: Buffer[] = [];
  readonly #ended: Promise<void>;
  readonly #registered = new Set<string>();
  readonly #widths = new Map<string, number>();
  /** Where the next line goes, points from the top. */
  y: number = PAGE.top;

  constructor(terms: SheetTerms) {
    const made = new Date(terms.madeMs);
    this.#terms = terms;
    this.#pdf = new PDFDocument({
      size: "A4",
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      bufferPages: true,
      pdfVersion: "1.7",
      tagged: true,
      displayTitle: true,
      lang: "en",
      info: {
        Title: terms.title,
        Subject: terms.subject,
        Author: terms.author,
        Creator: terms.creator,
        Producer: terms.creator,
        CreationDate: made,
        ModDate: made,
      },
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#pdf.on("data", (chunk: Buffer) => void this.#chunks.push(chunk));
      this.#pdf.on("end", () => resolve());
      this.#pdf.on("error", reject);
    });
    this.#root = this.#pdf.struct("Document");
    this.#pdf.addStructure(this.#root);
  }

  /** Draws under a tag of the document's structure: `H1`, `P`, `Figure`; `alt` is read to those who do not see it. */
  tagged(tag: string, draw: () => void, alt?: string): void {
    const element = this.#pdf.struct(tag, alt === undefined ? {} : { alt }, draw);
    this.#root.add(element);
    element.end();
  }

  /** The lines of a text within a width, as it can be printed. */
  lines(text: string, setting: Setting, widthMax: number): readonly Line[] {
    return wrap(printable(text), widthMax, (part) => this.width(part, setting));
  }

  /** Points. */
  width(text: string, setting: Setting): number {
    let width = 0;
    for (const { text: part, font } of fontRuns(text, setting.style)) {
      width += this.#runWidth(part, font, setting.size);
    }
    return width;
  }

  /** Draws one line between `x` and `x + width`: from the side at which it begins. */
  line(line: Line, setting: Setting, at: { readonly x: number; readonly width: number }): void {
    const order = visualOrder(line.text, line.isRightToLeft);
    const runs = order.flatMap(({ text, isRightToLeft }) => {
      const parts = fontRuns(text, setting.style);
      return isRightToLeft ? [...parts].reverse() : parts;
    });
    const widths = runs.map(({ text, font }) => this.#runWidth(text, font, setting.size));
    const whole = widths.reduce((sum, width) => sum + width, 0);
    let x = line.isRightToLeft ? Math.max(at.x, at.x + at.width - whole) : at.x;
    for (const [i, { text, font }] of runs.entries()) {
      this.#use(font, setting.size);
      this.#pdf.fillColor(setting.color);
      this.#pdf.text(text, x, this.y, { lineBreak: false, ...shaping(text) });
      x += widths[i] ?? 0;
    }
  }

  /** Goes to a new page where fewer than so many points are left on this one; whether it did. */
  reserve(height: number): boolean {
    if (this.y + height <= PAGE.height - PAGE.bottom) return false;
    this.nextPage();
    return true;
  }

  nextPage(): void {
    // What is being drawn under a tag goes on under it.
    this.#pdf.continueOnNewPage();
    this.y = PAGE.top;
  }

  rule(color: string, at: { readonly x: number; readonly width: number }): void {
    this.artifact(() => {
      this.#pdf
        .moveTo(at.x, this.y)
        .lineTo(at.x + at.width, this.y)
        .lineWidth(0.6)
        .strokeColor(color)
        .stroke();
    });
  }

  rectangle(
    of: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    },
    color: string,
  ): void {
    this.#pdf.rect(of.x, of.y, of.width, of.height).fill(color);
  }

  /** Draws what is no content: lines and backgrounds. */
  artifact(draw: () => void): void {
    this.#pdf.markContent("Artifact", { type: "Layout" });
    draw();
    this.#pdf.endMarkedContent();
  }

  /** Puts head, foot and `page n of m` on every page and ends the document. */
  async finish(): Promise<Uint8Array> {
    const { start, count } = this.#pdf.bufferedPageRange();
    this.#root.end();
    for (let page = 0; page < count; page += 1) {
      this.#pdf.switchToPage(start + page);
      this.#pdf.markContent("Artifact", { type: "Pagination" });
      this.#margin(36, this.#terms.head, "");
      this.#margin(PAGE.height - 42, this.#terms.foot, `page ${page + 1} of ${count}`);
      this.#pdf.endMarkedContent();
    }
    this.#pdf.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }

  #margin(y: number, left: string, right: string): void {
    const setting: Setting = { style: "plain", size: 7.5, color: "#555555" };
    this.y = y;
    const rightWidth = this.width(right, setting);
    const room = TEXT_WIDTH - rightWidth - 12;
    const [line] = this.lines(left, setting, room);
    if (line !== undefined) this.line(line, setting, { x: PAGE.left, width: room });
    if (right === "") return;
    const x = PAGE.left + TEXT_WIDTH - rightWidth;
    this.line({ text: right, isRightToLeft: false }, setting, { x, width: rightWidth });
  }

  #runWidth(text: string, font: Font, size: number): number {
    const key = `${font.name} ${size} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    this.#use(font, size);
    const width = this.#pdf.widthOfString(text, shaping(text));
    if (this.#widths.size < WIDTHS_MAX) this.#widths.set(key, width);
    return width;
  }

  #use(font: Font, size: number): void {
    if (!this.#registered.has(font.name)) {
      this.#pdf.registerFont(font.name, Buffer.from(font.bytes));
      this.#registered.add(font.name);
    }
    this.#pdf.font(font.name).fontSize(size);
  }
}

/**
 * Features given, if none, have a text shaped as a whole, which other scripts need; plain words are shaped
 * one by one, each once a document, which halves the time of a dossier.
 */
function shaping(text: string): { readonly features?: PDFKit.Mixins.OpenTypeFeatures[] } {
  return ASCII.test(text) ? {} : { features: [] };
}

/** The stretches of a text that one font can draw; what none can is written out as its code. */
function fontRuns(
  text: string,
  style: Style,
): readonly { readonly text: string; readonly font: Font }[] {
  const runs: { text: string; font: Font }[] = [];
  const add = (part: string, font: Font): void => {
    const last = runs.at(-1);
    if (last?.font.name === font.name) last.text += part;
    else runs.push({ text: part, font });
  };
  // Most texts are of one font as a whole.
  const whole = ASCII.test(text) ? fontFor("a", style) : null;
  if (whole !== null) return [{ text, font: whole }];
  for (const { segment } of CHARACTERS.segment(text)) {
    const font = fontFor(segment, style);
    if (font !== null) {
      add(segment, font);
      continue;
    }
    const codes = fontFor("U", style);
    if (codes === null) throw new Error(`the font for ${style} has no letters`);
    add([...segment].map(codeOf).join(""), codes);
  }
  return runs;
}

const ASCII = /^[ -~]*$/;
const CHARACTERS = new Intl.Segmenter("en", { granularity: "grapheme" });
/** A dossier has some thousands of words; beyond, memory is worth more than time. */
const WIDTHS_MAX = 50_000;
