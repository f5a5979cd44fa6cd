import { randomBytes } from "node:crypto";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import type { Mark, Nested } from "tiltmeter/ledger/marks";
import { PERSONAL } from "tiltmeter/ledger/personal";
import { refuseInline, SpokenInline, spokenTexts, withCommitments } from "tiltmeter/ledger/spoken";
import { newPseudonym } from "tiltmeter/tlog/pseudonym";
import { textCommitment } from "tiltmeter/tlog/text-commitment";
import { describe, expect, test } from "vitest";

// Every kind of entry, filled with words and names wherever its marks say that people's may stand. That no
// field is without a mark is the compiler's: see `Marks`.

const WORDS = "Ada wrote this";
const commitment = (): string => textCommitment(randomBytes(32), Buffer.from(WORDS));

/** A value of a mark's shape, with `text` and `person` where they belong. */
function filled(mark: Mark | Nested, text: string, person: string): unknown {
  switch (mark) {
    case "plain":
      return "plain";
    case "text":
      return text;
    case "person":
      return person;
    case "answers":
      return { assessment: text, owner: person, aware_at: "2027-03-01T00:00Z", anything: text };
    default: {
      const member = mark["*"];
      if (member !== undefined) return [filled(member, text, person), filled(member, text, person)];
      return Object.fromEntries(
        Object.entries(mark).map(([name, each]) => [name, filled(each, text, person)]),
      );
    }
  }
}

function entryOf(type: string, by: string, text: string, person: string): LedgerEntry {
  const { wordsAbout: _, ...marks } = PERSONAL[type as LedgerEntry["type"]]; // a key of the table
  const fields = filled(marks as unknown as Nested, text, person) as object; // marks of fields
  const id = { id: "NC-2026-0001", system: "credit", subject: "policy", request: "R-7" };
  return { ...id, ...fields, type, atMs: 1, by } as unknown as LedgerEntry; // shaped by its marks
}

describe.each(Object.keys(PERSONAL))("an entry %s", (type) => {
  const by = newPseudonym();

  test("is refused with a name or a word of a person in it, wherever that stands", () => {
    const clean = entryOf(type, by, commitment(), newPseudonym());
    expect(() => refuseInline(clean)).not.toThrow();
    expect(() => refuseInline({ ...clean, by: "Ada Lovelace" })).toThrow(SpokenInline);
    const spoken = entryOf(type, by, WORDS, newPseudonym());
    if (JSON.stringify(spoken).includes(WORDS)) {
      expect(() => refuseInline(spoken)).toThrow(SpokenInline);
    }
    const named = entryOf(type, by, commitment(), "Ada Lovelace");
    if (JSON.stringify(named).includes("Ada Lovelace")) {
      expect(() => refuseInline(named)).toThrow(SpokenInline);
    }
  });

  test("has commitments for words after the door, and every word was handed over", () => {
    const spoken = entryOf(type, by, WORDS, newPseudonym());
    const words = spokenTexts(spoken);
    const committed = withCommitments(spoken, commitment);
    expect(JSON.stringify(committed)).not.toContain(WORDS);
    expect(words).toHaveLength(JSON.stringify(spoken).split(WORDS).length - 1);
    for (const word of words) {
      expect(word).toMatchObject({ text: WORDS, by, atMs: 1 });
      expect(word.subject).not.toBe("");
    }
    expect(() => refuseInline(committed)).not.toThrow();
  });

  test("of the machine keeps what the machine says, and still names nobody", () => {
    const spoken = entryOf(type, "tiltmeter", WORDS, newPseudonym());
    expect(spokenTexts(spoken)).toEqual([]);
    expect(() => refuseInline(spoken)).not.toThrow();
  });
});
