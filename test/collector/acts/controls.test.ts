import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ControlsRefused, loadControls } from "../../../collector/acts/controls.ts";
import { openGovernance } from "./ledger.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const file = (id: string, max: string): string => `version: 1
set: s
owner: o
controls:
  - id: ${id}
    title: t
    requirement: r
    severity: low
    measure: error_rate
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: ${max} }
    then: [{ raise: nonconformity }]
`;

test("control files are in force all or nothing, and a revision is recorded when it changes", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  const load = (...files: string[]) => loadControls(files, { nowMs: 1, hash, transact });
  const [a, b] = [join(folder, "a.yaml"), join(folder, "b.yaml")];
  await writeFile(a, file("one", "5%"));
  await writeFile(b, file("two", "5%"));

  expect((await load(a, b)).map((control) => control.id)).toEqual(["one", "two"]);
  await load(a, b);
  expect(ledger.size).toBe(1);
  await writeFile(b, file("two", "10%"));
  await load(a, b);
  expect(ledger.size).toBe(2);

  await writeFile(b, file("two", "lots"));
  await expect(load(a, b)).rejects.toThrow(ControlsRefused);
  await expect(load(a, b)).rejects.toThrow(/b\.yaml:\d+:\d+: /);
  await writeFile(b, file("one", "5%"));
  await expect(load(a, b)).rejects.toThrow("one stands in two files");
  await expect(load(join(folder, "none.yaml"))).rejects.toThrow("none.yaml");
  expect(ledger.size).toBe(2);
});

test("the library is in shadow or in force, and a control of one's own replaces one of it", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  const [own, shipped, draft] = ["own.yaml", "shipped.yaml", "draft.yaml"].map((name) =>
    join(folder, name),
  ) as [string, string, string]; // three names, three paths
  const inShadow = (id: string, max: string, status = "shadow"): string =>
    file(id, max).replace("severity: low", `severity: low\n    status: ${status}`);
  await writeFile(own, file("one", "5%"));
  await writeFile(shipped, inShadow("one", "1%"));
  await writeFile(draft, inShadow("two", "1%", "draft"));
  const load = (files: readonly string[], status: "shadow" | "enforce") =>
    loadControls(files, {
      ...{ nowMs: 1, hash, transact },
      library: { files: [shipped, draft], status },
    });

  const statuses = async (...of: Parameters<typeof load>) =>
    (await load(...of)).map(({ id, status, limit }) => [id, status, limit.max]);
  expect(await statuses([], "shadow")).toEqual([
    ["one", "shadow", 0.01],
    ["two", "draft", 0.01],
  ]);
  expect(await statuses([], "enforce")).toEqual([
    ["one", "enforce", 0.01],
    ["two", "draft", 0.01],
  ]);
  expect(await statuses([own], "shadow")).toEqual([
    ["one", "enforce", 0.05],
    ["two", "draft", 0.01],
  ]);
  const [shadow, enforced] = [(await load([], "shadow"))[0], (await load([], "enforce"))[0]];
  expect(enforced?.revision).not.toBe(shadow?.revision);
});
