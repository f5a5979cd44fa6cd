import { readFile } from "node:fs/promises";
import { indexClauses, parseControls, parseGovernance } from "@tiltmeter/rules";
import { libraryFiles, loadFrameworks } from "tiltmeter/shipped";
import { expect, test } from "vitest";

test("the example of the documentation is in force as it stands, with the shipped controls", async () => {
  const page = await readFile(new URL("../../../docs/governance.md", import.meta.url), "utf8");
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const texts = await Promise.all((await libraryFiles()).map((file) => readFile(file, "utf8")));
  const controls = texts.flatMap((text) => parseControls(text, "", () => "").controls);
  const { governance, findings } = parseGovernance(example, "governance.yaml", {
    controls: controls.map(({ id }) => id),
    clauses: indexClauses(await loadFrameworks()),
    before: null,
  });
  expect(findings).toEqual([]);
  expect(governance?.policies).toHaveLength(1);
});
