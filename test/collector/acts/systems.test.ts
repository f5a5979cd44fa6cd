import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  declareSystems,
  readSystemsFile,
  SystemsRefused,
} from "../../../collector/acts/systems.ts";
import { Ledger } from "../../../collector/ledger/ledger.ts";
import { ZONES } from "../../../collector/zones.ts";
import { openGovernance } from "./ledger.ts";

const system = (id: string, ...lines: readonly string[]): string =>
  [`  - id: ${id}`, ...lines.map((line) => `    ${line}`), ""].join("\n");

test("a change of systems.yaml is one entry a system; the history of each is kept and survives a restart", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const file = join(folder, "systems.yaml");
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  const load = async (nowMs: number, ...systems: readonly string[]): Promise<readonly string[]> => {
    await writeFile(file, `version: 1\nsystems:\n${systems.join("")}`);
    const declarations = await readSystemsFile(file, ZONES);
    return declareSystems({ declarations, isWhole: true, nowMs }, transact);
  };
  const mail = system("mail", "owner: team-mail");
  const hours = 'calendar: { zone: Europe/Berlin, hours: { mon-fri: "08:00-18:00" } }';
  expect(await load(1, mail, system("credit", "risk_tier: high", hours))).toEqual([
    "mail",
    "credit",
  ]);
  expect(await load(2, mail, system("credit", "risk_tier: high", hours))).toEqual([]);
  expect(ledger.size).toBe(2);
  expect(await load(3, mail, system("credit", "risk_tier: limited", hours))).toEqual(["credit"]);
  expect(await load(4, mail, system("credit", "risk_tier: limited", "status: retired"))).toEqual([
    "credit",
  ]);
  expect(await load(5, system("credit", "risk_tier: limited", "status: retired"))).toEqual([
    "mail",
  ]);

  const stands = ledger.state.systems.get("credit");
  expect(stands).toMatchObject({ status: "retired", declaredMs: 1, statusMs: 4, calendar: null });
  expect(ledger.state.systems.has("mail")).toBe(false);
  const told = (id: string) =>
    ledger.state.systemHistory
      .get(id)
      ?.map(({ atMs, changed, declaration }) => [
        atMs,
        declaration === null ? "withdrawn" : changed.join(" "),
      ]);
  expect(told("credit")).toEqual([
    [1, "status risk_tier calendar"],
    [3, "risk_tier"],
    [4, "status calendar"],
  ]);
  expect(told("mail")).toEqual([
    [1, "status owner"],
    [5, "withdrawn"],
  ]);

  const { state } = ledger;
  await ledger.close();
  const again = await Ledger.open({ folder: join(folder, "ledger"), now: () => 0 });
  expect(again.state.systems).toEqual(state.systems);
  expect(again.state.systemHistory).toEqual(state.systemHistory);
  await again.close();
});

test("an inventory with a mistake changes nothing, and says where", async () => {
  await using governance = await openGovernance();
  const file = join(governance.folder, "systems.yaml");
  await writeFile(file, "version: 1\nsystems:\n  - id: a\n  - id: b\n    onwer: x\n");
  await expect(readSystemsFile(file, ZONES)).rejects.toThrow(SystemsRefused);
  await expect(readSystemsFile(file, ZONES)).rejects.toThrow(
    /systems\.yaml:5:5: unknown-key: .*did you mean owner/,
  );
  await expect(readSystemsFile(join(governance.folder, "none.yaml"), ZONES)).rejects.toThrow(
    "none.yaml",
  );
});

test("a configuration that says nothing of systems withdraws none", async () => {
  await using governance = await openGovernance();
  const { ledger, folder } = governance;
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  const file = join(folder, "systems.yaml");
  await writeFile(file, "version: 1\nsystems: [{ id: a }]\n");
  const declarations = await readSystemsFile(file, ZONES);
  await declareSystems({ declarations, isWhole: true, nowMs: 1 }, transact);
  await declareSystems({ declarations: [], isWhole: false, nowMs: 2 }, transact);
  expect(ledger.state.systems.has("a")).toBe(true);
});
