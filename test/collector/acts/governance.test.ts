import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { indexClauses } from "@tiltmeter/rules";
import { GovernanceRefused, loadGovernance } from "tiltmeter/acts/governance";
import { loadFrameworks } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { GOVERNANCE } from "../../rules/governance/governance-text.ts";
import { openGovernance } from "./ledger.ts";

test("a governance file is recorded by its digest with what changed, and a refused one changes nothing", async () => {
  await using world = await openGovernance();
  const { ledger, content, folder } = world;
  const file = join(folder, "governance.yaml");
  const clauses = indexClauses(await loadFrameworks());
  const load = (from: string | null, before: Parameters<typeof loadGovernance>[1]["before"]) =>
    loadGovernance(from, {
      ...{ nowMs: 7, before, clauses, controls: ["accuracy", "override-rate"] },
      put: (value) => content.put(value),
      transact: (decide) => ledger.transact(decide),
    });
  // A collector that never had such a file records nothing.
  expect(await load(null, null)).toEqual({ governance: null, changes: [] });
  expect(ledger.size).toBe(0);
  await writeFile(file, GOVERNANCE);
  const { governance } = await load(file, null);
  const [entry] = ledger.state.roadmap.governance_loaded;
  expect(entry).toMatchObject({
    file: "governance.yaml",
    changes: { added: 12, changed: 0, removed: 0 },
  });
  expect(await content.get(entry?.document ?? "")).toEqual(governance);
  // Another way to write the same is the same.
  await writeFile(file, `# ours\n${GOVERNANCE}`);
  await load(file, governance);
  expect(ledger.size).toBe(1);
  await writeFile(file, GOVERNANCE.replace("severity: 4", "severity: 6"));
  await expect(load(file, governance)).rejects.toThrow(`${file}:27:15: bad-value: severity`);
  await expect(load(join(folder, "none.yaml"), governance)).rejects.toThrow(GovernanceRefused);
  expect(ledger.size).toBe(1);
  await writeFile(file, GOVERNANCE.replace("severity: 4", "severity: 5"));
  await load(file, governance);
  expect(ledger.state.roadmap.governance_loaded.at(-1)?.changed).toEqual([
    { list: "risks", id: "R-01", change: "changed", fields: ["severity"] },
  ]);
});
