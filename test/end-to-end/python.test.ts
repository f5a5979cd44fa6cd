import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ATTRIBUTE, EVENT, RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import { expect, test } from "vitest";
import { declare, startCollector } from "./collector.ts";

// The package for Python needs OpenTelemetry's SDK, but for its numbers and accounts. Where this machine has none, what
// stands on it is skipped and says so; TILTMETER_PYTHON names an interpreter that has it.
const FOLDER = fileURLToPath(new URL("../../python", import.meta.url));
const PYTHON = process.env["TILTMETER_PYTHON"] ?? "python3";
const run = promisify(execFile);

const works = (program: string): boolean =>
  spawnSync(PYTHON, ["-c", program], { cwd: FOLDER }).status === 0;
const hasPython = works("import sys; assert sys.version_info >= (3, 9)");
const hasOtel = hasPython && works("import opentelemetry.sdk._logs");
const without = hasPython ? "" : ` (skipped: ${PYTHON} of version 3.9 or later is absent)`;
const withoutOtel = hasOtel
  ? ""
  : ` (skipped: ${PYTHON} has no OpenTelemetry SDK; TILTMETER_PYTHON names one that has)`;

test.skipIf(!hasPython)(`the package for Python holds its own tests${without}`, async () => {
  const { stderr } = await run(PYTHON, ["-m", "unittest", "discover", "-s", "tests"], {
    cwd: FOLDER,
  });
  expect(stderr).toMatch(/\nOK( \(skipped=\d+\))?\s*$/);
});

test("the package for Python writes names of the published language alone", () => {
  const text = readFileSync(`${FOLDER}/tiltmeter_otel/names.py`, "utf8");
  const known = new Set<string>(
    [EVENT, RESOURCE, ATTRIBUTE].flatMap((names) => Object.values<string>(names)),
  );
  const written = [...text.matchAll(/"((?:aims|error)\.[a-z_.]+)"/g)].map(([, name]) => name ?? "");
  expect(written.length).toBeGreaterThan(30);
  expect(written.filter((name) => !known.has(name))).toEqual([]);
});

for (const [through, isThere, why] of [
  ["core", hasPython, without],
  ["otel", hasOtel, withoutOtel],
] as const) {
  test.skipIf(!isThere)(
    `completeness is measured for a Python producer, through ${through}: what is missing is a loss, what is declared is none${why}`,
    async () => {
      const systems = ["whole", "lossy", "honest"].map((id) => declare(id));
      await using collector = await startCollector({ nowMs: Date.now(), systems });
      const loss = async (system: string, lost: number, how: string): Promise<unknown> => {
        const { stdout } = await run(
          PYTHON,
          ["tests/send.py", through, system, String(lost), how],
          { cwd: FOLDER, env: { ...process.env, PYTHONPATH: FOLDER } },
        );
        const answer = await fetch(`${collector.url}/v1/logs`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${collector.ingest}`,
            "content-type": "application/json",
          },
          body: stdout,
        });
        expect([answer.status, await answer.json()]).toEqual([200, {}]);
        await collector.app.settled();
        collector.clock.nowMs = Date.now();
        return (await collector.api(`/systems/${system}`))["unexplainedLoss"];
      };
      expect(await loss("whole", 0, "declared")).toBe(0);
      expect(await loss("lossy", 3, "undeclared")).toBeGreaterThan(0);
      expect(await loss("honest", 3, "declared")).toBe(0);
    },
  );
}
