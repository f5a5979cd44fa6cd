import type { Block } from "./block.ts";
import { BEFORE, type Distribution, NOW, percent, shares } from "./distribution.ts";
import type { Dossier, DossierTerms } from "./dossier.ts";
import { moment } from "./instant.ts";
import { LEADING, PAGE, type Setting, Sheet, TEXT_WIDTH } from "./pdf/sheet.ts";

/** The dossier as a document to print and file: A4, tagged, the same bytes for the same record. */
export async function dossierPdf(dossier: Dossier, terms: DossierTerms): Promise<Uint8Array> {
  const sheet = new Sheet({
    title: `${dossier.id}: ${dossier.title}`,
    subject: `${dossier.what} ${dossier.id}`,
    author: terms.origin,
    creator: terms.generator,
    madeMs: terms.madeMs,
    head: `${dossier.id} · ${dossier.title}`,
    foot: `${terms.origin} · ledger size ${terms.ledger.size} · made ${moment(terms.madeMs)}`,
  });
  paragraph(sheet, dossier.what, SMALL, "P");
  paragraph(sheet, dossier.id, H1, "H1");
  paragraph(sheet, dossier.title, LEAD, "P");
  sheet.y += 4;
  sheet.rule("#222222", { x: PAGE.left, width: TEXT_WIDTH });
  sheet.y += 6;
  draw(sheet, { kind: "facts", rows: dossier.facts });
  for (const { title, blocks } of dossier.sections) {
    sheet.y += 10;
    // A heading stands with what follows it.
    sheet.reserve(64);
    if (title !== "") paragraph(sheet, title, H2, "H2");
    sheet.y += 2;
    for (const block of blocks) draw(sheet, block);
  }
  return sheet.finish();
}

const TEXT: Setting = { style: "plain", size: 9.2, color: "#161616" };
const MONO: Setting = { ...TEXT, style: "mono", size: 7.9 };
const STRONG: Setting = { ...TEXT, style: "bold", size: 8.4 };
const SMALL: Setting = { style: "plain", size: 8, color: "#555555" };
const CELL: Setting = { ...TEXT, size: 8 };
const HEAD: Setting = { style: "bold", size: 7.6, color: "#333333" };
const H1: Setting = { style: "bold", size: 21, color: "#111111" };
const H2: Setting = { style: "bold", size: 11.5, color: "#111111" };
const LEAD: Setting = { style: "plain", size: 11, color: "#222222" };

function draw(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case "text":
      paragraph(sheet, block.text, TEXT, "P");
      sheet.y += 4;
      return;
    case "quiet":
      paragraph(sheet, block.text, SMALL, "P");
      sheet.y += 4;
      return;
    case "facts":
      columns(
        sheet,
        block.rows.map(([label, value]) => [
          { text: label, setting: STRONG },
          { text: value, setting: DIGEST.test(value) ? MONO : TEXT },
        ]),
        [0.27, 0.73],
      );
      sheet.y += 5;
      return;
    case "table":
      table(sheet, block);
      return;
    case "figure":
      figure(sheet, block.of);
      return;
  }
}

function paragraph(sheet: Sheet, text: string, setting: Setting, tag: string): void {
  sheet.tagged(tag, () => {
    for (const line of sheet.lines(text, setting, TEXT_WIDTH)) {
      sheet.reserve(setting.size * LEADING);
      sheet.line(line, setting, { x: PAGE.left, width: TEXT_WIDTH });
      sheet.y += setting.size * LEADING;
    }
  });
}

function table(sheet: Sheet, block: Extract<Block, { readonly kind: "table" }>): void {
  sheet.reserve(48);
  const head = (): void => {
    columns(sheet, [block.head.map((text) => ({ text, setting: HEAD }))], block.widths);
    sheet.rule("#444444", { x: PAGE.left, width: TEXT_WIDTH });
    sheet.y += 3;
  };
  head();
  for (const row of block.rows) {
    columns(sheet, [row.map((text) => ({ text, setting: CELL }))], block.widths, head);
    sheet.rule("#d4d4d4", { x: PAGE.left, width: TEXT_WIDTH });
    sheet.y += 3;
  }
  sheet.y += 4;
}

interface SetText {
  readonly text: string;
  readonly setting: Setting;
}

/** Rows of cells side by side. A row may be longer than a page: it goes on, line by line. */
function columns(
  sheet: Sheet,
  rows: readonly (readonly SetText[])[],
  widths: readonly number[],
  /** Drawn again at the top of a page that a row begins. */
  head?: () => void,
): void {
  for (const row of rows) {
    const cells = row.map(({ text, setting }, i) => {
      const before = widths.slice(0, i).reduce((sum, width) => sum + width, 0);
      const at = {
        x: PAGE.left + before * TEXT_WIDTH,
        width: (widths[i] ?? 0) * TEXT_WIDTH - GUTTER,
      };
      return { lines: sheet.lines(text, setting, at.width), setting, at };
    });
    const height = Math.max(...cells.map(({ setting }) => setting.size)) * LEADING;
    const count = Math.max(...cells.map(({ lines }) => lines.length));
    // A short row stays together.
    if (sheet.reserve(Math.min(count, TOGETHER) * height)) head?.();
    sheet.tagged("P", () => {
      for (let i = 0; i < count; i += 1) {
        sheet.reserve(height);
        for (const { lines, setting, at } of cells) {
          const line = lines[i];
          if (line !== undefined) sheet.line(line, setting, at);
        }
        sheet.y += height;
      }
    });
    sheet.y += 2;
  }
}

/** The bars before and now, side by side, with their shares below. */
function figure(sheet: Sheet, of: Distribution): void {
  const bars = shares(of).slice(0, BARS_MAX);
  const height = 90;
  sheet.reserve(height + 60);
  paragraph(sheet, of.title, STRONG, "P");
  const most = Math.max(...bars.flatMap(({ before, now }) => [before, now]), 1e-12);
  const step = TEXT_WIDTH / Math.max(1, bars.length);
  const floor = sheet.y + height;
  const described = bars
    .map(({ label, before, now }) => `${label}: ${percent(before)} before, ${percent(now)} now`)
    .join("; ");
  sheet.tagged(
    "Figure",
    () => {
      for (const [i, { before, now }] of bars.entries()) {
        const bar = (share: number, at: number, color: string): void => {
          const tall = (share / most) * height;
          const x = PAGE.left + (i + at) * step;
          sheet.rectangle({ x, y: floor - tall, width: step * 0.4, height: tall }, color);
        };
        bar(before, 0.08, BEFORE);
        bar(now, 0.5, NOW);
      }
    },
    described,
  );
  sheet.y = floor;
  sheet.rule("#444444", { x: PAGE.left, width: TEXT_WIDTH });
  sheet.y += 3;
  const key = "Pale: before (baseline). Dark: the window that breached. ";
  const cut =
    of.cells.length > bars.length ? ` The first ${bars.length} of ${of.cells.length}.` : "";
  paragraph(sheet, `${key}${described}.${cut}`, { ...SMALL, size: 7 }, "P");
  sheet.y += 6;
}

/** A digest, or a size and a root: hex reads better where all digits are as wide. */
const DIGEST = /^[0-9a-f]{64}$/;
const GUTTER = 8;
const TOGETHER = 6;
const BARS_MAX = 40;
