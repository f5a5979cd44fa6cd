import { readFileSync } from "node:fs";
import fc from "fast-check";
import { columnsOf, ENCODER, SEALED_TABLES } from "tiltmeter/tlog/row-columns";
import { encodeRow, rowLeaf, schemaDigest, UnfitRow } from "tiltmeter/tlog/row-encoding";
import { expect, test } from "vitest";

interface Vector {
  readonly encoder: number;
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly leaf: string;
}
const vectors = JSON.parse(
  readFileSync(new URL("./oracle/row-encoding.json", import.meta.url), "utf8"),
) as readonly Vector[]; // printed by the program beside it

test("leaves are those of an encoder in another language, which was written from the description", () => {
  for (const { encoder, table, row, leaf } of vectors) {
    expect(Buffer.from(rowLeaf(encoder, table, row)).toString("hex")).toBe(leaf);
  }
});

test("a version never changes: what it encodes has the digest that it always had", () => {
  expect(schemaDigest(1)).toBe("f41dd649afac46f1bab20787f7361c7d4085b0cae195c9bd95d4a8b3cfd7f926");
});

test("every column counts: a row that differs in one has other bytes", () => {
  const [first] = vectors;
  if (first === undefined) throw new Error("there are no vectors");
  const { table, row } = first;
  const before = Buffer.from(encodeRow(ENCODER, table, row));
  for (const [name, type] of columnsOf(ENCODER)?.[table] ?? []) {
    const other = vectors.find(
      (each) =>
        each.table === table && JSON.stringify(each.row[name]) !== JSON.stringify(row[name]),
    );
    if (other === undefined)
      throw new Error(`no vector has another ${name} (${JSON.stringify(type)})`);
    const changed = encodeRow(ENCODER, table, { ...row, [name]: other.row[name] });
    expect(Buffer.from(changed).equals(before)).toBe(false);
  }
});

test("a row with a column too few, too many or of another kind is refused with the column named", () => {
  const { table, row }: Pick<Vector, "table" | "row"> = vectors[0] ?? { table: "", row: {} };
  expect(() => encodeRow(ENCODER, table, { ...row, note: "x" })).toThrow(UnfitRow);
  for (const name of Object.keys(row)) {
    const { [name]: _, ...rest } = row;
    expect(() => encodeRow(ENCODER, table, rest)).toThrow(name);
    expect(() => encodeRow(ENCODER, table, { ...row, [name]: 1n })).toThrow(name);
  }
  expect(() => encodeRow(3, table, row)).toThrow("encoder 3 has no table");
  expect(() => encodeRow(ENCODER, "unknown", row)).toThrow("has no table unknown");
});

test("no two rows of text share their bytes by where one value ends", () => {
  const columns = columnsOf(ENCODER)?.["quarantine_v1"] ?? [];
  const texts = fc.array(fc.constantFrom("", "a", "aa", "\u0000"), { minLength: 5, maxLength: 5 });
  const row = (values: readonly string[]) => ({
    ...Object.fromEntries(columns.slice(0, 5).map(([name], i) => [name, values[i]])),
    ...{ received_at: "0", _journal: "00000000-0000-0000-0000-000000000000", _seq: "1", _row: 0 },
  });
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const [x, y] = [a, b].map((each) =>
        Buffer.from(encodeRow(ENCODER, "quarantine_v1", row(each))).toString("hex"),
      );
      expect(x === y).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
  expect(SEALED_TABLES).toHaveLength(13);
});
