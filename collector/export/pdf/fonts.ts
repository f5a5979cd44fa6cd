import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create } from "fontkit";
import { unpackWoff } from "./woff.ts";

/** How a piece of text is set. */
export type Style = "plain" | "bold" | "mono";

/** A font that documents embed. */
export interface Font {
  /** As the document knows it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly has: (codePoint: number) => boolean;
}

/**
 * The fonts to try for a character, in this order; null: none of them has it.
 *
 * DejaVu has the alphabets of Europe, the Near East and the Caucasus; UnifontEX, whose letters are
 * made of squares, has nearly everything else, so that a name in any script can be read. Both may be
 * embedded and passed on (Bitstream Vera licence; SIL Open Font License 1.1). Loaded when first asked
 * for: the second is 13 MB in memory and few documents need it.
 */
export function fontFor(text: string, style: Style): Font | null {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  for (const font of [FIRST[style], FIRST.plain, LAST]) {
    const loaded = font();
    if (codes.every((code) => JOINERS.has(code) || loaded.has(code))) return loaded;
  }
  return null;
}

/** Zero-width joiners and selectors of a form: they shape letters and have no glyph of their own. */
const JOINERS: ReadonlySet<number> = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

const FIRST: Readonly<Record<Style, () => Font>> = {
  plain: once("plain", "dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
  bold: once("bold", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
  mono: once("mono", "dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf"),
};
const LAST = once("last", "@fontsource/unifontex/files/unifontex-latin-400-normal.woff");

function once(name: string, file: string): () => Font {
  let font: Font | null = null;
  return () => {
    if (font === null) {
      const read = readFileSync(createRequire(import.meta.url).resolve(file));
      const bytes = file.endsWith(".woff") ? unpackWoff(read) : read;
      const coverage = create(bytes);
      const known = new Map<number, boolean>();
      const has = (code: number): boolean => {
        const found = known.get(code) ?? coverage.hasGlyphForCodePoint(code);
        known.set(code, found);
        return found;
      };
      font = { name, bytes, has };
    }
    return font;
  };
}
