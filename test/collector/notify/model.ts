import { parseRoutes, type Routes } from "@tiltmeter/rules";
import fc from "fast-check";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import type { Channel, Sent } from "tiltmeter/notify/channel";
import type { Notice } from "tiltmeter/notify/notice";
import { createOutbox, type Outbox } from "tiltmeter/notify/outbox";
import { ZONES, zoneOffsets } from "tiltmeter/zones";
import { record } from "../ledger/entries.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A Monday, noon in Berlin. */
export const START_MS = Date.UTC(2026, 10, 23, 11);
export const CHANNELS = ["compliance", "chat", "pager", "lead", "board"] as const;

/** Everything that routes can say, at once. */
export const ROUTES = `
version: 1
compliance: { channels: compliance, group_by: system, group_wait: 2m, group_interval: 10m, critical_wait: 30s }
routes:
  - id: on-call
    when: { severity: [high, critical] }
    channels: [pager]
    escalate:
      - { after: 15m, channels: lead }
      - { after: 1h, channels: [board] }
    repeat: 24h
  - id: team
    when: { severity: [low, medium, high], event: [raised, reopened, moved, due, closed] }
    channels: chat
    group_by: []
    group_wait: 5m
  - id: weekly
    channels: lead
    digest: { at: "08:00", days: mon, zone: Europe/Berlin }
quiet_hours:
  - id: nights
    owner: ann
    reason: The team sleeps.
    until: 2026-11-26
    channels: [chat, compliance, lead]
    during: { zone: Europe/Berlin, hours: { mon-sun: ["00:00-07:00", "20:00-24:00"] } }
`;

export function parsed(text: string): Routes {
  const { routes, findings } = parseRoutes(text, "routes.yaml", {
    ...{ channels: CHANNELS, perRecord: ["pager"], zones: ZONES },
  });
  if (routes === null) throw new Error(JSON.stringify(findings));
  return routes;
}

/** One step of a history. */
export type Act =
  | {
      readonly kind: "raise";
      readonly severity: "low" | "medium" | "high" | "critical";
      readonly system: string;
    }
  | { readonly kind: "move" | "close" | "dismiss" | "acknowledge"; readonly pick: number }
  | { readonly kind: "clock"; readonly pick: number; readonly clock: "contain" | "eu-ai-act-73-2" }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "answers"; readonly channel: string; readonly answer: Answer }
  /** The process dies at its so-many-th append from here, before it or right after it. */
  | { readonly kind: "dies"; readonly after: number; readonly isWritten: boolean }
  | { readonly kind: "restarts" };

export type Answer = "takes" | "fails" | "hurt" | "wants no more";

const picked = fc.nat(20);
export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("raise" as const),
      severity: fc.constantFrom("low", "medium", "high", "critical"),
      system: fc.constantFrom("credit", "mail"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("move", "close", "dismiss", "acknowledge"),
      pick: picked,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("clock" as const),
      pick: picked,
      clock: fc.constantFrom("contain", "eu-ai-act-73-2"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(1_000, 40_000, 3 * MINUTE, 16 * MINUTE, 2 * HOUR, 9 * HOUR, 26 * HOUR),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("answers" as const),
      channel: fc.constantFrom(...CHANNELS),
      answer: fc.constantFrom("takes", "fails", "hurt", "takes", "fails"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("dies" as const),
      after: fc.nat(4),
      isWritten: fc.boolean(),
    }),
  },
);

/** What a receiver took. */
export interface Taken {
  readonly channel: string;
  readonly notice: Notice;
  readonly atMs: number;
}

/** A collector's telling in simulated time, with receivers that do as they are told. */
export class World {
  readonly ledger = new MemoryLedger();
  readonly taken: Taken[] = [];
  readonly tried: Taken[] = [];
  nowMs = START_MS;
  readonly #answers = new Map<string, Answer>();
  #dies: { left: number; readonly isWritten: boolean } | null = null;
  #outbox: Outbox = this.#born();
  #raised = 0;
  lives = 1;

  #born(): Outbox {
    const channels = new Map(CHANNELS.map((name) => [name, this.#receiver(name)]));
    const { ledger } = this;
    return createOutbox<MemoryLedger["state"], LedgerEntry>({
      ledger: {
        get state() {
          return ledger.state;
        },
        transact: (decide) => this.#append(decide),
      },
      ...{ channels, now: () => this.nowMs, random: () => 0, offsets: zoneOffsets },
      ...{ origin: "tilt.example.com", publicUrl: () => "https://tilt.example.com" },
      acknowledge: ({ atMs }) => ({ url: "https://a.example", expiresMs: atMs + 24 * HOUR }),
      deadChannel: async () => () => [],
    });
  }

  #receiver(name: string): Channel {
    return {
      ...{ kind: "webhook", target: name, isPerRecord: name === "pager", keepAliveMs: null },
      send: async (notice): Promise<Sent> => {
        const answer = this.#answers.get(name) ?? "takes";
        const took = { channel: name, notice, atMs: this.nowMs };
        this.tried.push(took);
        // What is hurt took the message, and we do not learn of it.
        if (answer === "takes" || answer === "hurt") this.taken.push(took);
        const isWell = answer === "takes";
        const outcome = isWell ? "delivered" : answer === "wants no more" ? "gone" : "failed";
        return { outcome, status: isWell ? 200 : 500, detail: answer, retryAfterMs: null };
      },
    };
  }

  #append: MemoryLedger["transact"] = async (decide) => {
    const dies = this.#dies;
    if (dies === null) return this.ledger.transact(decide);
    dies.left -= 1;
    if (dies.left >= 0) return this.ledger.transact(decide);
    if (dies.left === -1 && dies.isWritten) await this.ledger.transact(decide);
    throw new Error("killed");
  };

  async load(text: string): Promise<void> {
    const entry = { type: "routes_loaded", atMs: this.nowMs, by: "tiltmeter", file: "r" } as const;
    await this.write({ ...entry, routes: parsed(text) });
  }

  async write(...entries: readonly LedgerEntry[]): Promise<void> {
    await this.ledger.transact(() => ({ entries, result: undefined }));
  }

  get open(): readonly string[] {
    return [...this.ledger.state.nonconformities.values()]
      .filter(({ state }) => !["closed", "dismissed"].includes(state))
      .map(({ id }) => id);
  }

  async act(act: Act): Promise<void> {
    const stamp = { atMs: this.nowMs, by: "ann" };
    const id = "pick" in act ? this.open[act.pick % Math.max(1, this.open.length)] : undefined;
    switch (act.kind) {
      case "raise": {
        this.#raised += 1;
        const of = {
          ...record(this.#raised, act.system),
          severity: act.severity,
          raisedMs: this.nowMs,
        };
        const fingerprint = `matter ${this.#raised}`;
        await this.write({ type: "nonconformity_raised", ...stamp, fingerprint, record: of });
        break;
      }
      case "move":
      case "close":
      case "dismiss": {
        if (id === undefined) break;
        const to = { move: "assessing", close: "closed", dismiss: "dismissed" } as const;
        const said = { fields: {}, text: "so it is" };
        await this.write({ type: "nonconformity_moved", ...stamp, id, to: to[act.kind], ...said });
        break;
      }
      case "acknowledge":
        if (id === undefined) break;
        await this.write({ type: "notice_acknowledged", ...stamp, records: [id], link: null });
        break;
      case "clock": {
        const level = { clock: act.clock, round: 1, level: "breached", step: 0 } as const;
        const key = `${act.clock} 1 breached 0`;
        const isTold = this.ledger.state.clockMarks.get(id ?? "")?.includes(key) === true;
        if (id === undefined || isTold) break;
        const times = { startMs: this.nowMs, dueMs: this.nowMs, channels: null };
        await this.write({ type: "clock_due", ...stamp, record: id, ...level, ...times });
        break;
      }
      case "pass":
        await this.pass(act.ms);
        return;
      case "answers":
        this.#answers.set(act.channel, act.answer);
        return;
      case "dies":
        this.#dies = { left: act.after, isWritten: act.isWritten };
        return;
      case "restarts":
        this.restart();
        return;
    }
    await this.drain();
  }

  /** Lets time go by, and the outbox do what it wants to whenever it wants to. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (let turn = 0; turn < 10_000; turn += 1) {
      await this.drain();
      const next = this.#outbox.nextAttemptMs;
      if (next === null || next > endMs) break;
      this.nowMs = Math.max(this.nowMs + 1, next);
    }
    this.nowMs = endMs;
    await this.drain();
  }

  async drain(): Promise<void> {
    try {
      await this.#outbox.drain();
    } catch {
      this.restart();
      await this.#outbox.drain();
    }
  }

  restart(): void {
    this.#dies = null;
    this.lives += 1;
    this.#outbox = this.#born();
  }

  /** Everybody is well again, and stays so. */
  async heal(ms: number): Promise<void> {
    this.#answers.clear();
    this.restart();
    await this.pass(ms);
  }
}

/** Runs a history from a collector that has told of nothing yet. */
export async function played(acts: readonly Act[], routes: string | null = ROUTES): Promise<World> {
  const world = new World();
  await world.drain();
  if (routes !== null) await world.load(routes);
  for (const each of acts) await world.act(each);
  return world;
}
