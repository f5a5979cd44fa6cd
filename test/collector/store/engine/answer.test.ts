import fc from "fast-check";
import { AnswerCutOff, wholeAnswer } from "tiltmeter/store/engine/answer";
import { expect, test } from "vitest";

const ANSWER = JSON.stringify({
  meta: [{ name: "a", type: "String" }],
  data: [
    ["m", 1],
    ["m", "it's\n]}"],
    ["m", null],
  ],
  rows: 3,
});

test("an answer is its rows", () => {
  expect(wholeAnswer(ANSWER)).toEqual([
    ["m", 1],
    ["m", "it's\n]}"],
    ["m", null],
  ]);
});

test("no beginning of an answer is an answer", () => {
  fc.assert(
    fc.property(fc.nat({ max: ANSWER.length - 1 }), (length) => {
      expect(() => wholeAnswer(ANSWER.slice(0, length))).toThrow(AnswerCutOff);
    }),
  );
});

test("an exception behind rows, or within a whole document, is the server's error", () => {
  const said = "Code: 241. DB::Exception: memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)";
  const error = { code: "241", type: "MEMORY_LIMIT_EXCEEDED" };
  for (const text of [
    `${ANSWER.slice(0, 60)}${said}`,
    `${ANSWER.slice(0, 60)}\r\n__exception__\r\nab\r\n${said}\n80 ab\r\n__exception__\r\n`,
    JSON.stringify({ meta: [], data: [["m", 1]], rows: 1, exception: said }),
  ]) {
    expect(() => wholeAnswer(text)).toThrow(expect.objectContaining(error));
  }
});
