import type { Distribution } from "./distribution.ts";

/** Part of a section of a dossier. Texts are plain: nothing in them is markup. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "quiet"; readonly text: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      /** Shares of the width, one a column. */
      readonly widths: readonly number[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "figure"; readonly of: Distribution };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A paragraph; where there are no words it says so. */
export function text(words: string): Block {
  return words.trim() === ""
    ? { kind: "quiet", text: "Not recorded." }
    : { kind: "text", text: words };
}
