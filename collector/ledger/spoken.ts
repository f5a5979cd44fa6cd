import { fieldKindOf, MACHINE } from "@tiltmeter/rules";
import { isPseudonym } from "../tlog/pseudonym.ts";
import { isTextCommitment } from "../tlog/text-commitment.ts";
import type { LedgerEntry } from "./entry.ts";
import type { About, Mark, Nested } from "./marks.ts";
import { PERSONAL } from "./personal.ts";

/** Words of a person in an entry that is to be. */
export interface SpokenText {
  readonly text: string;
  /** What they are about, and are erased with. */
  readonly subject: string;
  readonly by: string;
  readonly atMs: number;
}

/** An entry with somebody's words or name in it, where a commitment or a pseudonym belongs. A fault of ours. */
export class SpokenInline extends Error {
  override readonly name = "SpokenInline";

  constructor(type: string, paths: readonly string[]) {
    const next = "words are committed by the door to the ledger, names become pseudonyms before";
    super(`entry ${type} has people's words or names at ${paths.join(", ")}; ${next}`);
  }
}

/** The words of people that an entry has in plain, in no order. The machine's words are nobody's. */
export function spokenTexts(entry: LedgerEntry): readonly SpokenText[] {
  const texts: SpokenText[] = [];
  const { by, atMs } = entry;
  const subject = subjectOf(entry);
  mapped(entry, (value, kind) => {
    if (kind === "text" && isInline(value, kind)) texts.push({ text: value, subject, by, atMs });
    return value;
  });
  return texts;
}

/** The entry with a commitment in place of each of its words. */
export function withCommitments(
  entry: LedgerEntry,
  commitmentTo: (text: SpokenText) => string,
): LedgerEntry {
  const { by, atMs } = entry;
  const subject = subjectOf(entry);
  return mapped(entry, (value, kind) =>
    kind === "text" && isInline(value, kind)
      ? commitmentTo({ text: value, subject, by, atMs })
      : value,
  );
}

/** Throws `SpokenInline` where an entry still has words or names of people in it. */
export function refuseInline(entry: LedgerEntry): void {
  const paths: string[] = [];
  mapped(entry, (value, kind, path) => {
    if (isInline(value, kind)) paths.push(path);
    return value;
  });
  if (paths.length > 0) throw new SpokenInline(entry.type, paths);
}

type Loose = { readonly [name: string]: Mark | Nested } & { readonly wordsAbout: never };
type Visit = (value: string, kind: "text" | "person", path: string) => string;

function mapped(entry: LedgerEntry, visit: Visit): LedgerEntry {
  const { wordsAbout: _, ...marks } = PERSONAL[entry.type] as Loose; // what every table of marks is
  const isMachine = entry.by === MACHINE;
  // What the machine says it says without people, but whom it names is still somebody.
  const seen: Visit = (value, kind, path) =>
    isMachine && kind === "text" ? value : visit(value, kind, path);
  return deeper(entry, { ...marks, by: "person" }, seen, "") as LedgerEntry; // strings for strings
}

function deeper(value: unknown, mark: Mark | Nested, visit: Visit, path: string): unknown {
  if (mark === "plain" || value === null || value === undefined) return value;
  if (mark === "answers") return answers(value, visit, path);
  if (mark === "text" || mark === "person") {
    return typeof value === "string" ? visit(value, mark, path) : value;
  }
  if (typeof value !== "object") return value;
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  if (Array.isArray(value)) {
    const member = mark["*"] ?? "plain";
    return value.map((each, i) => deeper(each, member, visit, at(String(i))));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      deeper(each, mark[name] ?? mark["*"] ?? "plain", visit, at(name)),
    ]),
  );
}

function answers(value: unknown, visit: Visit, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, answer]) => {
      const kind = fieldKindOf(name);
      const isFree = kind === "text" || kind === "person";
      return [name, isFree ? deeper(answer, kind, visit, `${path}.${name}`) : answer];
    }),
  );
}

function isInline(value: string, kind: "text" | "person"): boolean {
  if (value === "") return false;
  return kind === "text" ? !isTextCommitment(value) : value !== MACHINE && !isPseudonym(value);
}

function subjectOf(entry: LedgerEntry): string {
  const about = PERSONAL[entry.type].wordsAbout as About<LedgerEntry>; // of this entry's own type
  return about?.(entry) ?? `entry:${entry.type}`;
}
