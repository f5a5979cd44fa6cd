import { detectionRate, falseAlarmRate, readCalibration } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const role = (reviewer: string) => (reviewer.startsWith("s") ? "senior" : "junior");
const read = (text: string) => readCalibration(text, role);

test("answers add up by role, whatever the order of columns and lines", () => {
  const found = read(
    "item,flagged,reviewer,error\n1,yes,s1,yes\n2,no,s1,yes\n\n3,yes,s2,no\n1,1,j1,TRUE\r\n",
  );
  expect(found).toEqual({
    kind: "read",
    results: [
      { role: "senior", reviewers: 2, seeded: 2, detected: 1, sound: 1, falseAlarms: 1 },
      { role: "junior", reviewers: 1, seeded: 1, detected: 1, sound: 0, falseAlarms: 0 },
    ],
  });
});

test("a table that cannot be believed is refused with its line", () => {
  const wrong = (text: string) => {
    const found = read(text);
    return found.kind === "wrong" ? found.problem : found;
  };
  const head = "reviewer,item,error,flagged\n";
  expect(wrong("a,b\n")).toMatch(/^line 1: the first line names the columns/);
  expect(wrong(`${head}s1,1,yes,no\ns1,1,yes,yes`)).toBe("line 3: s1 answered 1 twice");
  expect(wrong(`${head}s1,1,perhaps,no`)).toMatch(/^line 2: error and flagged are yes or no/);
  expect(wrong(`${head},1,yes,no`)).toMatch(/^line 2: reviewer and item are required/);
  expect(wrong(head)).toBe("line 2: there is no answer in it");
});

test("a rate has exact bounds, and none where nothing was shown", () => {
  const result = { role: "r", reviewers: 1, seeded: 20, detected: 15, sound: 0, falseAlarms: 0 };
  // R: binom.test(15, 20)$conf.int
  expect(detectionRate(result)).toMatchObject({
    rate: 0.75,
    lower: expect.closeTo(0.508954, 5),
    upper: expect.closeTo(0.9134285, 5),
  });
  expect(falseAlarmRate(result)).toBeNull();
});
