import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseRoutes } from "@tiltmeter/rules";
import { runCommandLine } from "tiltmeter/cli/program";
import { ZONES } from "tiltmeter/zones";
import { expect, test } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { recordedTerminal } from "./command-line.ts";

const run = async (...args: readonly string[]) => {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["routes", ...args], terminal);
  return { code, output: terminal.out.join("\n") };
};

const EXAMPLE = fileURLToPath(new URL("../../../docs/routes.example.yaml", import.meta.url));
const CHANNELS = ["compliance-mail", "pager", "team-lead", "board", "credit-chat"];

test("the example of the documentation has no error and no doubt", async () => {
  const text = await readFile(EXAMPLE, "utf8");
  const terms = { channels: CHANNELS, perRecord: ["pager"], zones: ZONES };
  expect(parseRoutes(text, "routes.yaml", terms).findings).toEqual([]);
  expect((await run("check", EXAMPLE)).code).toBe(0);
});

test("who would be told is told in order of time, with why then", async () => {
  const asked = ["--severity", "high", "--system", "credit-scoring", "--tier", "high"];
  const at = ["--at", "2026-11-23T22:00:00Z"];
  const { output, code } = await run("explain", EXAMPLE, ...asked, ...at);
  expect(code).toBe(0);
  expect(output.split("\n").filter(Boolean)).toEqual([
    "2026-11-23T22:00:00.000Z  pager: message by on-call, at once",
    "2026-11-23T22:02:00.000Z  compliance-mail: message by compliance, waits 120s for others of the same system",
    "2026-11-23T23:00:00.000Z  board: escalation by on-call, step 2, unless somebody acknowledges it or it moves",
    "2026-11-24T06:00:00.000Z  credit-chat: message by credit-team, waits 30s for others of the same control; quiet hours nights hold it",
    "2026-11-24T06:00:00.000Z  team-lead: escalation by on-call, step 1, unless somebody acknowledges it or it moves; quiet hours nights hold it",
    "2026-11-24T06:00:00.000Z  team-lead: escalation by on-call, step 2, unless somebody acknowledges it or it moves; quiet hours nights hold it",
    "2026-11-27T06:00:00.000Z  credit-chat: repeat by credit-team, every 72h while it is open; quiet hours nights hold it",
    "2026-11-30T07:00:00.000Z  team-lead: digest by monday, the digest sums up",
  ]);
});

test("a file with a mistake is told with its place, and fails", async () => {
  const file = `${await temporaryFolder()}/routes.yaml`;
  const text = await readFile(EXAMPLE, "utf8");
  await writeFile(file, text.replace("until: 2027-06-30", "until: someday"));
  const { output, code } = await run("check", file);
  expect(code).toBe(1);
  expect(output).toMatch(/routes\.yaml:\d+:12: bad-value: until cannot be someday/);
});
