import type { Nonconformity } from "@tiltmeter/rules";
import { commentRecord, moveRecord, type RecordActAnswer } from "tiltmeter/acts/nonconformity";
import { actOnAction, editRecord } from "tiltmeter/acts/record-changes";
import { reportRecord } from "tiltmeter/acts/report-record";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import { Ledger } from "tiltmeter/ledger/ledger";
import { EMPTY_STATE, type GovernanceState } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";
import { seeded } from "../log/seeded.ts";
import { SimulatedFileSystem } from "../log/simulated-file-system.ts";

const FOLDER = "/ledger";
const NOW = Date.UTC(2026, 10, 24);

/** A crash between two steps: the disk as it was left, and how many acts had been answered by then. */
interface Crash {
  readonly disk: SimulatedFileSystem;
  readonly answered: number;
}

/** What people and the machine do to two records, one after the other. */
function acts(ledger: Ledger): readonly (() => Promise<unknown>)[] {
  const transact: Ledger["transact"] = (decide) => ledger.transact(decide);
  const [one, two] = ["NC-2026-0001", "NC-2026-0002"];
  const version = (id: string): number => ledger.state.nonconformities.get(id)?.version ?? 0;
  const move = (
    id: string,
    to: Nonconformity["state"],
    fields: Record<string, string> = {},
    by = "ann",
  ) => {
    const asked = { id, to, fields, reason: "because", by, version: version(id) };
    return moveRecord({ ...asked, authority: "administer" }, NOW, transact);
  };
  const raise = (number: number): Promise<number> => {
    const made = record(number);
    const fingerprint = `matter ${number}`;
    const stamp = { atMs: NOW, by: "tiltmeter" };
    return ledger.append([
      { type: "nonconformity_raised", ...stamp, fingerprint, record: made },
      {
        type: "suspension_proposed",
        ...stamp,
        system: "credit",
        record: made.id,
        control: "c",
        why: "",
      },
    ]);
  };
  const incident = { serious_incident: "no", affected: "nobody", assessment: "it is one" };
  const action = { id: one, action: "", by: "bob", reason: "" };
  return [
    () => raise(1),
    () => raise(2),
    () => move(one, "assessing", { owner: "ann" }),
    () => move(one, "containing", { ...incident, severity: "high" }),
    () => move(two, "merged", { merged_into: one }),
    () => move(one, "analysing", { correction: "off", consequences: "told" }),
    () =>
      editRecord(
        {
          ...{ id: one, fields: { severity: "critical" }, cites: { iso9001: ["10.2"] } },
          ...{ uncites: {}, reason: "worse", by: "ann", version: version(one) },
        },
        NOW,
        transact,
      ),
    () =>
      move(one, "acting", {
        ...{ cause: "data", cause_category: "data", method: "five whys" },
        ...{ elsewhere: "no", criterion: "three windows" },
      }),
    () => {
      const fields = { what: "retrain", owner: "bob", due: "2027-01-01" };
      return actOnAction({ ...action, act: "plan", fields, version: version(one) }, NOW, transact);
    },
    () => {
      const fields = { evidence: "release 7" };
      const done = { ...action, act: "done", action: "A1", fields } as const;
      return actOnAction({ ...done, version: version(one) }, NOW, transact);
    },
    () => move(one, "verifying", {}, "bob"),
    () =>
      reportRecord(
        {
          ...{ by: "ann", cites: {}, concern: { system: "credit", id: "c-1" } },
          fields: {
            ...{ source: "concern", title: "t", requirement: "r", statement: "s", severity: "low" },
          },
        },
        NOW,
        transact,
      ),
    () => move(two, "void"),
    () => commentRecord({ id: two, text: "looked", by: "cat" }, NOW, transact),
  ];
}

test("a crash between any two steps of any act leaves the state before it or after it, and never between", async () => {
  let boundaries = 0;
  for (const seed of [1, 2, 3]) {
    const random = seeded(seed);
    const disk = new SimulatedFileSystem(random);
    const crashes: Crash[] = [];
    let answered = 0;
    disk.onOperation = () => {
      crashes.push({ disk: disk.killed(random), answered });
      crashes.push({ disk: disk.powerCut(random), answered });
    };
    const ledger = await Ledger.open({ folder: FOLDER, now: () => NOW, fileSystem: disk });
    /** The state after each number of acts. */
    const states: GovernanceState[] = [ledger.state];
    for (const act of acts(ledger)) {
      const answer = await act();
      if (typeof answer === "object")
        expect(answer).toMatchObject({ kind: expect.stringMatching(/done|raised|refused/) });
      answered += 1;
      states.push(ledger.state);
    }
    crashes.push({ disk: disk.killed(random), answered });
    await ledger.close();
    boundaries += crashes.length;
    for (const crash of crashes) {
      const again = await Ledger.open({ folder: FOLDER, now: () => NOW, fileSystem: crash.disk });
      // What was answered is there; of what was on its way all or nothing is.
      const [before, after] = [states[crash.answered], states[crash.answered + 1]];
      const found = again.state.size === before?.size ? before : after;
      expect(again.state).toEqual(found);
      const entries: LedgerEntry[] = [];
      for await (const { entry } of again.entries()) entries.push(entry);
      expect(fold(EMPTY_STATE, entries)).toEqual(again.state);
      // Whoever could not be answered tries again, and gets where the others are.
      const step = states.indexOf(found ?? EMPTY_STATE);
      const next = acts(again)[step];
      if (next !== undefined) {
        const answer = (await next()) as RecordActAnswer | number | undefined;
        if (step + 1 < states.length) expect(again.state).toEqual(states[step + 1]);
        expect(answer).toBeDefined();
      }
      await again.close();
    }
  }
  expect(boundaries).toBeGreaterThan(150);
});
