import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { printControl } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { type Controls, openControls } from "../../../collector/acts/controls.ts";
import { ControlsRefused } from "../../../collector/acts/read-controls.ts";
import { readSystemsFile } from "../../../collector/acts/systems.ts";
import { ZONES } from "../../../collector/zones.ts";
import { openGovernance } from "./ledger.ts";

type Governance = Awaited<ReturnType<typeof openGovernance>>;

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

function opened(
  { ledger, content }: Governance,
  files: readonly string[],
  more: Partial<Parameters<typeof openControls>[1]> = {},
): Promise<Controls> {
  return openControls(files, {
    now: () => 1,
    hash,
    content: { get: (digest) => content.get(digest), put: (value) => content.put(value) },
    state: () => ledger.state,
    transact: (decide) => ledger.transact(decide),
    ...more,
  });
}

test("control files are in force all or nothing, and a set is recorded when it changes", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const [a, b] = [join(folder, "a.yaml"), join(folder, "b.yaml")];
  await writeFile(a, file("one", "5%"));
  await writeFile(b, file("two", "5%"));
  const load = (...files: string[]): Promise<Controls> => opened(governance, files);

  expect((await load(a, b)).controls().map(({ id }) => id)).toEqual(["one", "two"]);
  await load(a, b);
  expect(ledger.size).toBe(1);
  await writeFile(b, file("two", "10%"));
  await load(a, b);
  expect(ledger.size).toBe(2);
  expect(ledger.state.controls).toMatchObject({
    files: 2,
    controls: 2,
    changes: { added: 0, changed: 1, removed: 0 },
    changed: [{ id: "two" }],
  });
});

test("a first set that is refused says what is wrong, and nothing is in force", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const [a, b] = [join(folder, "a.yaml"), join(folder, "b.yaml")];
  await writeFile(a, file("one", "5%"));
  const load = (...files: string[]): Promise<Controls> => opened(governance, files);
  await writeFile(b, file("two", "lots"));
  await expect(load(a, b)).rejects.toThrow(ControlsRefused);
  await expect(load(a, b)).rejects.toThrow(/b\.yaml:\d+:\d+: /);
  await writeFile(b, file("one", "5%"));
  await expect(load(a, b)).rejects.toThrow(/b\.yaml:5:5: duplicate-id: control one stands in two/);
  await expect(load(join(folder, "none.yaml"))).rejects.toThrow("none.yaml");
  expect(ledger.size).toBe(0);
});

test("a set that is refused at a start leaves the one before in force, whole", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const a = join(folder, "a.yaml");
  const slo = `  - id: slo
    measure: { good: status = ok }
    limit: { objective: 99%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m }] }
`;
  const planned = `maintenance: [{ name: m, owner: o, reason: r, systems: s, from: 2026-12-24T20:00:00Z, until: 2026-12-24T21:00:00Z }]\n`;
  await writeFile(a, `${file("one", "5%")}${slo}${planned}`);
  const before = await opened(governance, [a]);
  await writeFile(a, file("one", "lots"));
  const after = await opened(governance, [a], { now: () => 2 });
  const revisions = (of: Controls): readonly unknown[] =>
    of.controls().map(({ text: _, ...control }) => control);
  expect(revisions(after)).toEqual(revisions(before));
  expect(after.controls().length).toBe(2);
  expect(after.maintenance()).toEqual(before.maintenance());
  expect(after.refused()?.atMs).toBe(2);
  expect(ledger.state.controlsRefused).toMatchObject({ atMs: 2, errors: 1 });
  await writeFile(a, `${file("one", "5%")}${slo}${planned}`);
  expect(await after.reload()).toBe("same");
  expect(after.refused()).toBeNull();
});

test("a set that is refused later is recorded once, and what was in force still is", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const a = join(folder, "a.yaml");
  await writeFile(a, file("one", "5%"));
  let nowMs = 1;
  const controls = await opened(governance, [a], { now: () => nowMs });
  const [before] = controls.controls();
  expect(await controls.reload()).toBe("same");

  nowMs = 2;
  await writeFile(a, file("one", "lots").repeat(200));
  expect(await controls.reload()).toBe("refused");
  expect(await controls.reload()).toBe("refused");
  expect(controls.controls()).toEqual([before]);
  expect(controls.refused()?.atMs).toBe(2);
  expect(ledger.size).toBe(2);
  expect(ledger.state.controlsRefused).toMatchObject({ atMs: 2, by: "tiltmeter" });
  expect(ledger.state.controlsRefused?.findings.length).toBeLessThanOrEqual(20);

  await writeFile(a, file("one", "5%"));
  expect(await controls.reload()).toBe("same");
  expect(controls.refused()).toBeNull();
  await writeFile(a, file("one", "6%"));
  expect(await controls.reload()).toBe("changed");
  expect(controls.controls()[0]?.limit).toEqual({ max: 0.06 });
  expect(ledger.size).toBe(3);
});

test("every revision that was in force can be read, after a restart too", async () => {
  await using governance = await openGovernance();
  const a = join(governance.folder, "a.yaml");
  let nowMs = 0;
  const now = (): number => nowMs;
  const prints = new Map<string, string>();
  for (const max of ["5%", "6%", "5%"]) {
    nowMs += 1000;
    await writeFile(a, file("one", max));
    const [control] = (await opened(governance, [a], { now })).controls();
    if (control === undefined) throw new Error("no control");
    prints.set(control.revision, printControl(control));
  }
  await writeFile(a, file("two", "5%"));
  nowMs = 4000;
  const { history } = await opened(governance, [a], { now });
  const [five = "", six = ""] = [...prints.keys()];
  expect(history.revisions("one")).toMatchObject([
    { revision: five, loadedMs: 3000, endedMs: 4000, file: "a.yaml" },
    { revision: six, loadedMs: 2000, endedMs: 3000 },
    { revision: five, loadedMs: 1000, endedMs: 2000 },
  ]);
  expect(history.revisions("two")).toMatchObject([{ loadedMs: 4000, endedMs: null }]);
  for (const [revision, print] of prints) expect(await history.textOf(revision)).toBe(print);
  expect(await history.textOf("0".repeat(64))).toBeNull();
});

// As they were written until sets had documents: what was in force is known, its text is not.
test("a set that an older version recorded is the one before", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const a = join(folder, "a.yaml");
  await writeFile(a, file("one", "5%"));
  const old = {
    files: [],
    controls: [
      { id: "one", revision: "a".repeat(64) },
      { id: "gone", revision: "b".repeat(64) },
    ],
  };
  await ledger.append([{ type: "controls_loaded", atMs: 1, by: "tiltmeter", ...old }]);
  const { history, controls } = await opened(governance, [a], { now: () => 2 });
  expect(ledger.state.controls).toMatchObject({ changes: { added: 0, changed: 1, removed: 1 } });
  expect(history.revisions("one")).toMatchObject([
    { revision: controls()[0]?.revision, endedMs: null },
    { revision: "a".repeat(64), file: null, endedMs: 2 },
  ]);
});

test("a thousand controls and what is wrong with them fit in the ledger", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const files = Array.from({ length: 10 }, (_, i) => join(folder, `${i}.yaml`));
  const many = (i: number, max: string): string => {
    const [head = "", item = ""] = file("x", max).split("controls:\n");
    const items = Array.from({ length: 100 }, (_, j) =>
      item.replace("id: x", `id: ${"c".repeat(50)}-${i}-${j}`),
    );
    return `${head}controls:\n${items.join("")}`;
  };
  for (const [i, path] of files.entries()) await writeFile(path, many(i, "5%"));
  const controls = await opened(governance, files);
  expect(ledger.state.controls).toMatchObject({ controls: 1000, changes: { added: 1000 } });
  for (const [i, path] of files.entries()) await writeFile(path, many(i, `${"9".repeat(500)}`));
  expect(await controls.reload()).toBe("refused");
  expect(ledger.state.controlsRefused?.errors).toBeGreaterThan(900);
  expect(controls.controls().length).toBe(1000);
});

test("the library is in shadow or in force, and a control of one's own replaces one of it", async () => {
  await using governance = await openGovernance();
  const { folder } = governance;
  const [own, shipped, draft] = ["own.yaml", "shipped.yaml", "draft.yaml"].map((name) =>
    join(folder, name),
  ) as [string, string, string]; // three names, three paths
  const inShadow = (id: string, max: string, status = "shadow"): string =>
    file(id, max).replace("severity: low", `severity: low\n    status: ${status}`);
  await writeFile(own, file("one", "5%"));
  await writeFile(shipped, inShadow("one", "1%"));
  await writeFile(draft, inShadow("two", "1%", "draft"));
  const load = async (files: readonly string[], status: "shadow" | "enforce") =>
    (await opened(governance, files, { library: { files: [shipped, draft], status } })).controls();

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

test("what is put in force alongside is so with the controls, or neither is", async () => {
  await using governance = await openGovernance();
  const a = join(governance.folder, "a.yaml");
  const systems = join(governance.folder, "systems.yaml");
  const inventory = (...ids: readonly string[]): Promise<void> =>
    writeFile(systems, `version: 1\nsystems: [${ids.map((id) => `{ id: ${id} }`).join(", ")}]\n`);
  let declared: readonly string[] = [];
  await writeFile(a, file("one", "5%"));
  const controls = await opened(governance, [a], {
    alongside: async () => {
      const read = await readSystemsFile(systems, ZONES);
      return async () => {
        declared = read.map(({ id }) => id);
      };
    },
  });
  await inventory("credit");
  expect(await controls.reload()).toBe("same");
  expect(declared).toEqual(["credit"]);

  await writeFile(a, file("one", "lots"));
  await inventory("credit", "mail");
  expect(await controls.reload()).toBe("refused");
  expect(declared).toEqual(["credit"]);

  await writeFile(a, file("one", "9%"));
  await writeFile(systems, "version: 1\nsystems: [{ id: credit, onwer: x }]\n");
  expect(await controls.reload()).toBe("refused");
  expect(controls.controls()[0]?.limit).toEqual({ max: 0.05 });
  expect(controls.refused()?.findings[0]).toMatchObject({ file: systems, line: 2, column: 25 });

  await inventory("mail");
  expect(await controls.reload()).toBe("changed");
  expect(declared).toEqual(["mail"]);
  expect(controls.controls()[0]?.limit).toEqual({ max: 0.09 });
});

test("a file that was sent stands beside the others, over a restart too, until it is taken back", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const a = join(folder, "a.yaml");
  await writeFile(a, file("one", "5%"));
  const by = "p_aaaaaaaaaaaaaaaa";
  const ids = (of: Controls): readonly string[] => of.controls().map(({ id }) => id);
  const first = await opened(governance, [a]);
  const sent = { file: "b.yaml", text: file("two", "5%"), by };
  expect(await first.send(sent)).toMatchObject({ kind: "done", controls: [{ id: "two" }] });
  expect(ids(first)).toEqual(["one", "two"]);
  expect(ledger.state.controls).toMatchObject({ by, changes: { added: 1 } });
  const size = ledger.size;
  expect(await first.send(sent)).toMatchObject({ kind: "done", outcome: "same" });
  expect(await first.reload()).toBe("same");
  const again = await opened(governance, [a]);
  expect(ids(again)).toEqual(["one", "two"]);
  expect(again.history.revisions("two")).toMatchObject([{ by, file: "api:b.yaml" }]);
  expect(ledger.size).toBe(size);

  const gone = { file: "b.yaml", text: null, by };
  expect(await again.send(gone)).toMatchObject({ kind: "done", outcome: "changed", controls: [] });
  expect(await again.send(gone)).toEqual({ kind: "unknown" });
  expect(ids(again)).toEqual(["one"]);
  expect(ids(await opened(governance, [a]))).toEqual(["one"]);
});

test("a sent file changes nothing where it has an error, or a control of another file", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const a = join(folder, "a.yaml");
  await writeFile(a, file("one", "5%"));
  const controls = await opened(governance, [a]);
  const size = ledger.size;
  const by = "p_aaaaaaaaaaaaaaaa";
  const wrong = await controls.send({ file: "b.yaml", text: file("two", "5%%"), by });
  expect(wrong).toMatchObject({
    kind: "refused",
    findings: [{ file: "api:b.yaml", line: 13, severity: "error" }],
  });
  const taken = await controls.send({ file: "a.yaml", text: file("one", "9%"), by });
  expect(taken).toMatchObject({
    kind: "refused",
    findings: [{ file: "api:a.yaml", message: expect.stringContaining(a), line: 5 }],
  });
  expect(ledger.size).toBe(size);
  expect(controls.controls().map(({ id }) => id)).toEqual(["one"]);

  // A file of the configuration that takes a sent control later is refused at the next look, by name.
  await controls.send({ file: "b.yaml", text: file("two", "5%"), by });
  await writeFile(a, file("two", "5%"));
  expect(await controls.reload()).toBe("refused");
  expect(controls.refused()?.findings).toMatchObject([
    { code: "duplicate-id", file: "api:b.yaml", message: expect.stringContaining(a) },
  ]);
  expect(controls.controls().map(({ id }) => id)).toEqual(["one", "two"]);
});
