import { nextStates, transition } from "@tiltmeter/rules";
import {
  deadChannelMatter,
  raiseDetachedParts,
  raiseEvidenceGaps,
  unreconciledMatter,
} from "tiltmeter/evaluator/own-evidence";
import { expect, test } from "vitest";
import { hash, inHouse, living, START } from "./house.ts";

const gap = { afterSeq: 4, beforeSeq: 9, bytes: 512, setAside: "00000001.bin" };
const other = { afterSeq: 20, beforeSeq: null, bytes: 8, setAside: "" };

test("a gap in the journal raises one record, however often it is reported", async () => {
  await inHouse({}, async (house) => {
    for (const [gaps, raised] of [
      [[gap], ["NC-2026-0001"]],
      [[gap], []],
      [[gap, other], []],
      [[], []],
    ] as const) {
      await living(house, async ({ ledger, content }) => {
        const keeping = { ledger, content, hash, engine: "memory 1" };
        const of = { ...keeping, journal: "j-1", gaps, nowMs: START };
        expect(await raiseEvidenceGaps(of)).toEqual(raised);
      });
    }
    await living(house, async ({ ledger, content }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record).toMatchObject({ control: "evidence-gap", system: "tiltmeter" });
      expect(record?.statement).toContain("512 bytes cannot be read: batches 5 to 8.");
      expect(record?.episodes.map(({ value }) => value)).toEqual([512, 8]);
      expect(await content.get(record?.evidence ?? "")).toMatchObject({
        instances: [{ detail: [gap] }],
      });
      expect(ledger.state.gaps).toHaveLength(2);
    });
  });
});

test("data that the engine set aside raise one record, and each part is told once", async () => {
  const part = (name: string) => ({ table: "predictions_v1", name, reason: "broken-on-start" });
  await inHouse({}, async (house) => {
    for (const [parts, raised] of [
      [["a", "b"], ["NC-2026-0001"]],
      [["a", "b"], []],
      [["b", "c"], []],
      [[], []],
    ] as const) {
      await living(house, async ({ ledger, content }) => {
        const keeping = { ledger, content, hash, engine: "memory 1" };
        const of = { ...keeping, parts: parts.map(part), nowMs: START };
        expect(await raiseDetachedParts(of)).toEqual(raised);
      });
    }
    await living(house, async ({ ledger }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record).toMatchObject({ control: "evidence-detached", system: "tiltmeter" });
      expect(record?.episodes.map(({ instance }) => instance["part"])).toEqual(
        ["a", "b", "c"].map((name) => `predictions_v1 ${name}`),
      );
      expect(record?.statement).toContain("2 damaged parts");
    });
  });
});

test("a dead channel raises one record while it is open, and the record can be worked", async () => {
  const dead = {
    channel: "compliance",
    reason: "gone",
    detail: "answered 410",
    attempts: 1,
    atMs: START,
  } as const;
  await inHouse({}, (house) =>
    living(house, async ({ ledger, content }) => {
      for (const each of [dead, { ...dead, atMs: START + 1 }, { ...dead, channel: "pager" }]) {
        const decide = await deadChannelMatter({ content, hash, engine: "memory 1" }, each);
        await ledger.transact((state) => ({ entries: decide(state), result: undefined }));
      }
      const [first, second] = [...ledger.state.nonconformities.values()];
      expect([first?.group["channel"], second?.group["channel"]]).toEqual(["compliance", "pager"]);
      expect(first?.episodes).toHaveLength(2);
      if (first === undefined) throw new Error("nothing was raised");
      expect(nextStates(first).length).toBeGreaterThan(0);
      const command = { to: "assessing", by: "ann", fields: { owner: "ann" }, reason: "" } as const;
      expect(transition(first, command, START).kind).toBe("moved");
      expect(first.episodes.every(({ endedMs }) => endedMs !== null)).toBe(true);
    }),
  );
});

test("a store that does not have what the journal took is one record a journal, with an episode each time", async () => {
  await inHouse({}, async (house) => {
    await living(house, async ({ ledger, content }) => {
      for (const fromSeq of [1, 9]) {
        const entriesOf = await unreconciledMatter(
          { content, hash, engine: "memory 1" },
          {
            ...{ journal: "j-1", differing: 2, atMs: START, detail: { fromSeq } },
            says: `batches ${fromSeq} to 8 of journal j-1: the journal took 5 records, the store has 3 records`,
          },
        );
        await ledger.transact((state) => ({ entries: entriesOf(state), result: undefined }));
      }
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record).toMatchObject({ control: "evidence-count", system: "tiltmeter" });
      expect(record?.episodes).toHaveLength(2);
      expect(record?.statement).toContain("the journal took 5 records, the store has 3 records");
      expect(ledger.state.nonconformities.size).toBe(1);
    });
  });
});
