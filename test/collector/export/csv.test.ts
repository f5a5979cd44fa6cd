import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { csv } from "tiltmeter/export/csv";
import { csvRows } from "tiltmeter/verify/csv-rows";
import { expect, test } from "vitest";

const word = fc.string({ unit: "binary", maxLength: 30 }).filter((text) => !/\p{Cs}/u.test(text));

test("what is written is what another program reads, whatever is in the cells", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 6 }), (rows) => {
      const read = parse(csv(["a", "b"], rows), { record_delimiter: "\r\n", bom: false });
      const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
      expect(read).toEqual([["a", "b"], ...rows.map((row) => row.map(guarded))]);
    }),
  );
});

test("the verifier takes the guard off again", () => {
  const text = csv(["a"], [["=1+1"], ["-2"], ["@x"], ["+y"], ['"quoted", =2'], ["\tz"]]);
  expect(csvRows(Buffer.from(text, "utf8")).map(({ fields }) => fields[0])).toEqual([
    ...["a", "=1+1", "-2", "@x", "+y", '"quoted", =2', "\tz"],
  ]);
});

test("no cell of words begins as a formula does, and numbers stay numbers", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const [, line = ""] = csv(["a"], [[text]]).split("\r\n");
      expect(line).not.toMatch(/^"?[=+\-@\t]/);
    }),
  );
  expect(csv(["a", "b", "c"], [[-0.5, true, null]])).toBe("a,b,c\r\n-0.5,true,\r\n");
});

test("a lone surrogate does not make the file something else than UTF-8", () => {
  const bytes = Buffer.from(csv(["a"], [["x\ud800y"]]), "utf8");
  expect(new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toBe("a\r\nx\ufffdy\r\n");
});

test("a row of another width is a mistake of ours", () => {
  expect(() => csv(["a", "b"], [["only one"]])).toThrow("a row has 2 cells, got 1");
});
