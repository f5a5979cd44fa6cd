import fc from "fast-check";
import { expect, test } from "vitest";
import { parseProxyMap } from "../../../collector/cli/proxy-map-reader.ts";

const GOOD = `
system: credit
environment: production
model: { name: xgb, version: 7.10 }
capture: { default: values, features: { name: none } }
redaction:
  features: { income: { bucket: [20000, 50000] }, email: hash }
  patterns: [{ name: customer-number, pattern: "C-\\\\d{6}" }]
routes:
  - request: post /models/{market}/score
    task: classification
    id: request.application
    features: { income: 'request["the income"]', first: "request.list[0].x" }
    segment: [request.groups]
    label: { from: answer.approved, values: { true: approve } }
    score: { from: answer.percent, scale: 0.01 }
    model: { version: answer.model, supplier: in-house }
    fallback: { status: 202, headers: { X-Why: held }, body: { queue: human } }
  - request: POST /batch
    instances: { request: request.rows, answer: answer.results }
    features: instance
    label: prediction.label
`;

test("a mapping file is read as it is written", () => {
  const { map, findings } = parseProxyMap(GOOD);
  expect(findings).toEqual([]);
  expect(map?.model).toEqual({ name: "xgb", version: "7.10" });
  const [score, batch] = map?.routes ?? [];
  expect(score?.request).toEqual({ method: "POST", path: "/models/{market}/score" });
  expect(score?.features.named.map(([name, source]) => [name, Object(source).path.steps])).toEqual([
    ["income", ["the income"]],
    ["first", ["list", 0, "x"]],
  ]);
  expect(score?.model.supplier).toEqual({ kind: "constant", value: "in-house" });
  expect(score?.fallback).toEqual({
    status: 202,
    headers: [
      ["Content-Type", "application/json"],
      ["X-Why", "held"],
    ],
    body: '{"queue":"human"}',
  });
  expect(batch?.features.whole).toHaveLength(1);
  expect(map?.policies.redaction?.["patterns"]).toEqual([
    { name: "customer-number", pattern: /C-\d{6}/u },
  ]);
});

test.each([
  ["sytem: x", "1:1: unknown key sytem; did you mean system?"],
  ["routes: 7", "1:1: routes must be a list; begin each with - request: POST /path"],
  ["routes:\n  - id: request.x", "2:5: a route needs its request; add request: POST /path"],
  ["routes:\n  - request: /score", "a method and a path, such as POST /score"],
  ["routes:\n  - request: POST /a/**/b", "** only at its end"],
  [
    "routes:\n  - request: POST /a\n    labl: answer.x",
    "3:5: unknown key labl; did you mean label?",
  ],
  [
    "routes:\n  - request: POST /a\n    label: respnse.x",
    "3:12: a path begins with one of request, answer",
  ],
  [
    "routes:\n  - request: POST /a\n    label: prediction.x",
    "name the lists under instances, or the interface under as",
  ],
  ["routes:\n  - request: POST /a\n    task: guess", "task must be one of classification"],
  ["routes:\n  - request: POST /a\n    as: openai", "as must be one of openai.chat"],
  ["routes:\n  - request: POST /a\n    record: perhaps", "record must be true or false"],
  [
    "routes:\n  - request: POST /a\n    fallback: { status: 99 }",
    "status must be a whole number from 200 to 599",
  ],
  [
    "routes:\n  - request: POST /a\n    score: { from: answer.x, scale: 0 }",
    "scale must be a number other than 0",
  ],
  ["redaction: { patterns: [{ name: a, pattern: '(' }] }", "is no regular expression"],
  ["a: [", "1:"],
])("the mistake in %j is told with its place and what helps", (text, message) => {
  const { map, findings } = parseProxyMap(text);
  expect(map).toBeNull();
  expect(findings.map((each) => `${each.at}: ${each.message}`).join("\n")).toContain(message);
});

test("whatever a file holds, it is read or its mistakes are told", () => {
  const words = fc.constantFrom(...GOOD.split(/(?<=[\s:,{}[\]])/));
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      const { map, findings } = parseProxyMap(parts.join(""));
      expect(map === null).toBe(findings.length > 0);
    }),
    { numRuns: 500 },
  );
});
