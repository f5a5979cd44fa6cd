import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One fenced block of a page. */
export interface Snippet {
  /** `openai.md`. */
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** A file's name, or what is done with it: `run`, `background`, `setup`; `""` where nothing is said. */
  readonly note: string;
  readonly text: string;
}

const FOLDER = fileURLToPath(new URL("../../docs/integrations", import.meta.url));

/** Every fenced block of the pages about integrations, in their order. */
export function snippets(): readonly Snippet[] {
  return readdirSync(FOLDER)
    .filter((page) => page.endsWith(".md"))
    .flatMap((page) => {
      const text = readFileSync(`${FOLDER}/${page}`, "utf8");
      return [...text.matchAll(/^```(\w+)(?: +(\S+))?\n([\s\S]*?)^```$/gm)].map((found) => ({
        page,
        line: text.slice(0, found.index).split("\n").length,
        language: found[1] ?? "",
        note: found[2] ?? "",
        text: found[3] ?? "",
      }));
    });
}
