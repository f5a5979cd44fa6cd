import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** A process of its own that opens the engine, leaves statements under way and then does as it is told. */
async function ended(
  last: string,
): Promise<{ readonly code: unknown; readonly signal: unknown; readonly err: string }> {
  const folder = await temporaryFolder();
  const program = `
    import { openEngine } from "tiltmeter/store/engine/open";
    const engine = await openEngine({ folder: ${JSON.stringify(folder)} });
    const query = "SELECT max(sipHash64(number)) FROM numbers(1e10)";
    for (let i = 0; i < 3; i += 1) engine.outside.query({ query }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    ${last}`;
  return new Promise((resolve) => {
    const options = { cwd: here, timeout: 50_000 };
    const args = ["--input-type=module", "-e", program];
    execFile(process.execPath, args, options, (error, _, err) =>
      resolve({ code: error === null ? 0 : error.code, signal: error?.signal ?? null, err }),
    );
  });
}

test("an exit with the engine open ends at once, by the signal that its code stands for", async () => {
  const asked = await ended(`
    process.on("SIGINT", () => undefined);
    process.exit(130);`);
  expect(asked).toEqual({ code: null, signal: "SIGINT", err: "" });
});

test("an uncaught error with the engine open is told, and ends the process", async () => {
  const crashed = await ended(`setTimeout(() => { throw new Error("unforeseen"); });
    await new Promise((resolve) => setTimeout(resolve, 40_000));`);
  expect(crashed).toMatchObject({ code: null, signal: "SIGKILL" });
  expect(crashed.err).toContain("Error: unforeseen");
});

test("once the engine is closed, an exit has its own code", async () => {
  expect(await ended("await engine.close(); process.exit(3);")).toMatchObject({
    ...{ code: 3, signal: null, err: "" },
  });
});
