import fc from "fast-check";
import type { GovernanceState } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { act, CHANNELS, HOUR, MINUTE, played, type World } from "./model.ts";

const RUNS = { numRuns: 60 };
const histories = fc.array(act, { minLength: 3, maxLength: 30 });
const DAY = 24 * HOUR;

type Announcement = GovernanceState["announcements"] extends Iterable<infer T> ? T : never;

/** What a message said, as the ledger has it: positions among the announcements. */
function saidBy(world: World): ReadonlyMap<string, readonly number[]> {
  const announced = [...world.ledger.state.announcements];
  const at = (index: number, record: string): number =>
    announced.findIndex((each) => each.index === index && each.record.id === record);
  const said = new Map<string, readonly number[]>();
  for (const entry of world.ledger.entries) {
    if (entry.type === "notices_composed") {
      said.set(
        entry.message,
        entry.items.map(({ index, record }) => at(index, record)),
      );
    }
  }
  for (const entry of world.ledger.state.notifications) {
    if (entry.type !== "notification_attempted" || entry.record === "") continue;
    const about = entry.about ?? null;
    const found = announced.findIndex(
      (each) =>
        each.record.id === entry.record && each.event === entry.event && aboutOf(each) === about,
    );
    said.set(entry.message, [found]);
  }
  return said;
}

function aboutOf({ event, due, index }: Announcement): string | null {
  if (event === "raised" || event === "closed") return null;
  if (due === undefined) return `${index}`;
  return `${due.clock} ${due.round} ${due.level} ${due.step}`;
}

const PASSING = new Set(["moved", "due", "escalated", "repeated"]);

test("whatever happens, crashes and fails, everything that a route wants arrives, unless its record was done with before or all tries were used", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      const world = await played(acts);
      await world.heal(5 * DAY);
      const announced = [...world.ledger.state.announcements];
      const said = saidBy(world);
      for (const channel of CHANNELS) {
        const told = new Set(
          world.taken
            .filter((each) => each.channel === channel)
            .flatMap(({ notice }) => said.get(notice.id) ?? []),
        );
        // A receiver that fails over all ten tries is given up, which raises a record of its own.
        for (const entry of world.ledger.state.notifications) {
          if (entry.type !== "notification_attempted" || entry.channel !== channel) continue;
          if (entry.outcome !== "failed" || entry.nextMs !== null) continue;
          expect(entry.attempt).toBe(10);
          for (const position of said.get(entry.message) ?? []) told.add(position);
        }
        for (const [position, each] of announced.entries()) {
          if (!(each.channels?.includes(channel) ?? true)) continue;
          const isOver = announced
            .slice(position)
            .some(({ event, record }) => event === "closed" && record.id === each.record.id);
          if (PASSING.has(each.event) && isOver) continue;
          expect([channel, position, told.has(position)]).toEqual([channel, position, true]);
        }
      }
    }),
    RUNS,
  );
});

test("what a channel hears of a record it hears in order, and after its end nothing", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      const world = await played(acts);
      await world.heal(5 * DAY);
      const announced = [...world.ledger.state.announcements];
      const said = saidBy(world);
      for (const channel of CHANNELS) {
        const last = new Map<string, number>();
        const seen = new Set<string>();
        for (const { notice } of world.taken.filter((each) => each.channel === channel)) {
          if (seen.has(notice.id)) continue; // sent again, as nobody knew that it had arrived
          seen.add(notice.id);
          for (const position of said.get(notice.id) ?? []) {
            const id = announced[position]?.record.id ?? "";
            expect(position).toBeGreaterThan(last.get(id) ?? -1);
            const before = announced[last.get(id) ?? -1];
            expect(before?.event).not.toBe("closed");
            last.set(id, position);
          }
        }
      }
    }),
    RUNS,
  );
});

test("every step of an escalation comes once, in time, and none after an acknowledgement or a move", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      const world = await played(acts);
      await world.heal(2 * DAY);
      const announced = [...world.ledger.state.announcements];
      const steps = [...world.ledger.state.notifications].flatMap((entry) =>
        entry.type === "notice_escalated" ? [entry] : [],
      );
      const keys = steps.map(({ of, record, route, step }) => `${record} ${of} ${route} ${step}`);
      expect(new Set(keys).size).toBe(keys.length);
      const entries = world.ledger.entries;
      for (const { event, record, index, atMs } of announced) {
        if (event !== "raised" || !["high", "critical"].includes(record.severity)) continue;
        const answered = entries.findIndex(
          (entry, i) =>
            i > index &&
            ((entry.type === "nonconformity_moved" && entry.id === record.id) ||
              (entry.type === "notice_acknowledged" && entry.records.includes(record.id))),
        );
        const answeredMs = answered < 0 ? Number.POSITIVE_INFINITY : (entries[answered]?.atMs ?? 0);
        const own = steps.filter((each) => each.record === record.id && each.of === index);
        for (const [i, afterMs] of [15 * MINUTE, HOUR].entries()) {
          const step = own.find((each) => each.step === i + 1);
          if (step === undefined) {
            expect(answeredMs).toBeLessThanOrEqual(atMs + afterMs);
            continue;
          }
          expect(step.atMs).toBeGreaterThanOrEqual(atMs + afterMs);
          if (answered >= 0) expect(step.index).toBeLessThan(answered);
        }
      }
    }),
    RUNS,
  );
});

test("in quiet hours a channel hears only what passes, and what was held it hears at their end", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      const world = await played(acts);
      await world.heal(5 * DAY);
      const announced = [...world.ledger.state.announcements];
      const said = saidBy(world);
      const firstMs = new Map<string, number>();
      for (const { channel, notice, atMs } of world.tried) {
        const key = `${channel} ${notice.id}`;
        if (!firstMs.has(key)) firstMs.set(key, atMs);
      }
      const isFirst = (channel: string, notice: { readonly id: string }, atMs: number): boolean =>
        firstMs.get(`${channel} ${notice.id}`) === atMs;
      for (const { channel, notice, atMs } of world.tried) {
        const items = (said.get(notice.id) ?? []).flatMap((each) => announced[each] ?? []);
        if (!["chat", "compliance", "lead"].includes(channel) || items.length === 0) continue;
        if (!isQuiet(atMs) || !isFirst(channel, notice, atMs)) continue;
        const passes = items.some(
          ({ record, due }) => record.severity === "critical" || due?.clock === "eu-ai-act-73-2",
        );
        // What was composed before the evening and waited for its turn goes out all the same.
        const composed = world.ledger.entries.find(
          (entry) => entry.type === "notices_composed" && entry.message === notice.id,
        );
        const isOlder = composed !== undefined && !isQuiet(composed.atMs);
        expect([channel, notice.subject, passes || isOlder]).toEqual([
          ...[channel, notice.subject, true],
        ]);
      }
    }),
    RUNS,
  );
});

/** Of the nights in the routes of the model: 20:00 to 07:00 in Berlin, in winter, to the 26th. */
function isQuiet(ms: number): boolean {
  if (ms >= Date.UTC(2026, 10, 26, 23)) return false;
  const hour = new Date(ms + HOUR).getUTCHours();
  return hour >= 20 || hour < 7;
}

test("a restart at any instant decides what the same process would have decided", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      const calm = acts.filter(({ kind }) => kind !== "dies");
      const one = await played(calm);
      const restarted = await played(calm.flatMap((each) => [each, RESTART]));
      expect(restarted.ledger.entries).toEqual(one.ledger.entries);
    }),
    { numRuns: 25 },
  );
});

const RESTART = { kind: "restarts" } as const;
