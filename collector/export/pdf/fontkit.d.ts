/** The part of fontkit that is used: which characters a font has. It publishes no types of its own. */
declare module "fontkit" {
  export interface CoverageOfFont {
    readonly hasGlyphForCodePoint: (codePoint: number) => boolean;
  }
  export function create(bytes: Uint8Array): CoverageOfFont;
}
