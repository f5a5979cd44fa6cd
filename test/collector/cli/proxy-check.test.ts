import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommandLine } from "../../../collector/cli/program.ts";
import { recordedTerminal } from "./command-line.ts";

const MAP = `system: credit
routes:
  - request: POST /score
    id: request.application
    features: { income: request.applicant.incme }
    label: answer.decision
  - request: POST /batch/{kind}
    instances: { request: request.rows, answer: answer.results }
    segment: { kind: path.kind }
    features: instance
    label: prediction.lable
`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-proxy-check-"));
  await writeFile(join(folder, "map.yaml"), MAP);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(
  sample: unknown,
  answer: unknown,
  more: readonly string[] = [],
): Promise<{ code: number; out: string; err: string }> {
  await writeFile(join(folder, "sample.json"), JSON.stringify(sample));
  await writeFile(join(folder, "answer.json"), JSON.stringify(answer));
  const terminal = recordedTerminal();
  const files = ["--sample", join(folder, "sample.json"), "--answer", join(folder, "answer.json")];
  const code = await runCommandLine(
    ["proxy", "check", join(folder, "map.yaml"), ...files, ...more],
    terminal,
  );
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

test("check shows what would be recorded, and where a path leads nowhere", async () => {
  const sample = { application: "a-1", applicant: { income: 7 } };
  const { code, out, err } = await check(sample, { decision: "approve" });
  expect(code).toBe(1);
  expect(out).toContain("POST /score would be recorded as one prediction, before redaction:");
  expect(out).toContain('"id":"a-1"');
  expect(out).toContain('"label":"approve"');
  expect(err).toMatch(
    /map\.yaml:5:\d+: request\.applicant\.incme: the sample has no incme; did you mean income\?$/,
  );
});

test("check takes the route that a request fits, and looks into the first instance", async () => {
  const sample = { rows: [{ age: 1 }, { age: 2 }] };
  const answer = { results: [{ label: "a" }, { label: "b" }] };
  const { out, err } = await check(sample, answer, ["--route", "POST /batch/nightly"]);
  expect(out).toContain("as 2 predictions");
  expect(out).toContain('"segment":{"kind":"nightly"}');
  expect(err).toContain("prediction.lable: the sample has no lable; did you mean label?");
});

test("a request that fits no route is told with those that there are", async () => {
  const { code, err } = await check({}, {}, ["--route", "GET /x"]);
  expect(code).toBe(2);
  expect(err).toBe("no route fits GET /x; the map has POST /score, POST /batch/{kind}");
});
