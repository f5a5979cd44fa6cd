import { DEFAULT_POLICY, type Episode, FRESH, type Nonconformity } from "@tiltmeter/rules";
import fc from "fast-check";
import type { LedgerEntry } from "tiltmeter/ledger/entry";

const AT = Date.UTC(2026, 10, 23);

export function episode(id: string): Episode {
  return {
    id,
    instance: { system: "credit", feature: id },
    firstBreachMs: AT - 3_600_000,
    firedMs: AT,
    endedMs: null,
    value: 0.31,
    lower: 0.24,
    upper: null,
    n: 900,
  };
}

export function record(number: number, system = "credit"): Nonconformity {
  return {
    ...FRESH,
    gravest: "high",
    id: `NC-2026-${String(number).padStart(4, "0")}`,
    state: "raised",
    severity: "high",
    control: "input-drift",
    controlTitle: "Live inputs drifted away",
    controlRevision: "a".repeat(64),
    requirement: "Each input feature shall stay comparable to the approved reference.",
    clauses: { iso42001: ["9.1", "A.6.2.6"] },
    system,
    group: { system },
    statement: `psi of income is 0.31, limit 0.2, since ${new Date(AT).toISOString()}`,
    raisedMs: AT,
    firstBreachMs: AT - 3_600_000,
    episodes: [episode(`e-${number}`)],
    evidence: "b".repeat(64),
    owner: null,
    fields: {},
    steps: [],
    version: 1,
  };
}

/** A legal life of a ledger: every entry can be taken by the state that the ones before it make. */
export const histories: fc.Arbitrary<readonly LedgerEntry[]> = fc
  .array(fc.record({ pick: fc.nat(19), text: fc.string({ unit: "grapheme", maxLength: 12 }) }), {
    maxLength: 60,
  })
  .map((picks) => {
    const entries: LedgerEntry[] = [];
    const open: string[] = [];
    let raised = 0;
    for (const [i, { pick, text }] of picks.entries()) {
      const stamp = { atMs: AT + i * 1000, by: "tiltmeter" };
      const last = open.at(-1);
      if (pick <= 1) {
        raised += 1;
        const made = record(raised, `${text}-${i}`);
        open.push(made.id);
        const fingerprint = `input-drift ${i}`;
        entries.push({ ...stamp, type: "nonconformity_raised", fingerprint, record: made });
      } else if (pick === 2 && last !== undefined) {
        const added = { id: last, episode: episode(`more-${i}`), evidence: "c".repeat(64) };
        entries.push({ ...stamp, type: "nonconformity_episode_added", ...added });
      } else if (pick === 3 && last !== undefined) {
        const ended = {
          id: last,
          episode: `e-${raised}`,
          endedMs: AT + i,
          reason: "recovered",
        } as const;
        entries.push({ ...stamp, type: "nonconformity_episode_ended", ...ended });
      } else if (pick === 4 && last !== undefined) {
        const fields = { owner: text };
        entries.push({
          ...stamp,
          type: "nonconformity_moved",
          id: last,
          to: "assessing",
          fields,
          text,
        });
      } else if (pick === 5 && last !== undefined) {
        open.pop();
        entries.push({
          ...stamp,
          type: "nonconformity_moved",
          id: last,
          to: "closed",
          fields: {},
          text,
        });
      } else if (pick === 6 && last !== undefined) {
        entries.push({ ...stamp, type: "nonconformity_commented", id: last, text });
      } else if (pick === 7) {
        entries.push({
          ...stamp,
          type: "key_created",
          id: `k${i}`,
          role: "ingest",
          name: text,
          hash: "d".repeat(64),
          systems: i % 2 === 0 ? null : [text],
        });
        if (i % 3 === 0) entries.push({ ...stamp, type: "key_revoked", id: `k${i}` });
      } else if (pick === 8) {
        const digest = String(i).padStart(64, "0");
        const made = {
          digest,
          system: text,
          name: "approved",
          version: i,
          createdMs: AT,
          rows: 10,
        };
        entries.push({ ...stamp, type: "baseline_created", ...made });
        entries.push({ ...stamp, type: "baseline_approved", digest });
      } else if (pick === 9) {
        entries.push({
          ...stamp,
          type: "control_transition",
          control: `c${i % 3}`,
          revision: "e".repeat(64),
          instance: { system: text },
          instanceKey: `[["system",${JSON.stringify(text)}]]`,
          windowStartMs: AT + i,
          windowEndMs: AT + i * 60_000,
          state: { phase: "pending", sinceMs: AT, windows: i },
          verdict: { kind: "no_data", reason: text },
          events: [{ kind: "pending", atMs: AT }],
        });
      } else if (pick === 10) {
        entries.push({ ...stamp, type: "channel_configured", channel: `ch${i % 2}`, target: text });
      } else if (pick === 11 && last !== undefined) {
        entries.push({
          ...stamp,
          type: "notification_attempted",
          message: `msg_${i}`,
          record: last,
          event: "raised",
          channel: `ch${i % 2}`,
          attempt: 1,
          outcome: i % 2 === 0 ? "gone" : "failed",
          status: 500,
          detail: text,
          nextMs: null,
        });
      } else if (pick === 12) {
        entries.push({
          ...stamp,
          type: "evidence_gap",
          journal: text,
          afterSeq: i,
          beforeSeq: null,
          bytes: 7,
          setAside: text,
        });
        entries.push({
          ...{ ...stamp, type: "batch_sealed", journal: `j${i}`, fromSeq: 1, toSeq: i + 1 },
          ...{ receivedFromMs: AT, receivedToMs: AT, rows: 1, repeats: 0, conflicts: 0 },
          tables: [{ table: "outcomes_v1", rows: 1, root: "f".repeat(64) }],
          ...{ ranges: [], rangesTotal: 0, rangesDigest: "d".repeat(64), dropped: null },
          ...{ encoder: 2, schema: "e".repeat(64), collector: "1", engine: text },
        });
        if (i % 2 === 0) {
          entries.push({
            ...{ ...stamp, type: "store_reconciled", journal: `j${i}`, fromSeq: 1, toSeq: i + 1 },
            ...{ expected: i % 4 === 0 ? null : i, stored: i, destroyed: 0 },
            tables: [{ table: "outcomes_v1", rows: i, places: i }],
            counted: { afterSeq: 0, records: i },
            agrees: i % 4 === 0 ? null : i % 3 === 0,
          });
        }
      } else if (pick === 13 && last !== undefined) {
        const of = { ...stamp, system: `${text}-${i}`, record: last };
        entries.push({ ...of, type: "suspension_proposed", control: "c", why: text });
      } else if (pick === 17 && last !== undefined) {
        const of = { ...stamp, record: last };
        const kinds = i % 2 === 0 ? [] : (["death"] as const);
        entries.push(
          { ...of, type: "incident_stated", serious: "yes", kinds, awareMs: AT, reason: text },
          { ...of, type: "clock_set_aside", duty: "eu-ai-act-73-2", reason: text },
          {
            ...{ ...of, type: "clock_due", clock: `contain-${i}`, round: 1, level: "breached" },
            ...{ step: 0, startMs: AT, dueMs: AT + i, channels: i % 3 === 0 ? ["ch0"] : null },
          },
        );
      } else if (pick === 18) {
        const hold = `HOLD-${i}`;
        entries.push(
          {
            ...stamp,
            type: "hold_placed",
            hold,
            system: text,
            record: null,
            statedBy: null,
            reason: text,
          },
          { ...stamp, type: "hold_alarmed", hold, what: "baseline", detail: text, key: `k${i}` },
        );
        if (i % 2 === 0) entries.push({ ...stamp, type: "hold_released", hold, reason: text });
        const document = i % 3 === 0 ? null : text;
        entries.push({ ...stamp, type: "controls_put", file: `f${i % 4}.yaml`, document });
        const id = `m${i}`;
        entries.push(
          {
            ...stamp,
            type: "maintenance_started",
            id,
            systems: [text],
            reason: text,
            fromMs: AT,
            untilMs: AT + i + 1,
          },
          ...(i % 2 === 0 ? [{ ...stamp, type: "maintenance_ended", id } as const] : []),
          {
            ...stamp,
            type: "data_restored",
            backup: text,
            takenAtMs: AT,
            restoredAtMs: AT + i,
            erasures: i,
          },
        );
        entries.push({
          ...{ ...stamp, type: "content_read", system: text, prediction: text, reason: text },
        });
        const item = `${i}.0.0`;
        entries.push(
          i % 2 === 0
            ? { ...stamp, type: "quarantine_discarded", item, reason: text }
            : { ...stamp, type: "quarantine_replayed", item, reason: text, journal: "j", seq: i },
        );
      } else if (pick === 19) {
        const policy = i % 3 === 0 ? null : DEFAULT_POLICY;
        entries.push({ ...stamp, type: "policy_loaded", file: text, policy });
      } else if (pick === 15) {
        const routes = i % 3 === 0 ? null : { compliance: [`ch${i % 2}`], routes: [] };
        entries.push({ ...stamp, type: "routes_loaded", file: text, routes });
      } else if (pick === 14) {
        const of = {
          ...stamp,
          system: text,
          reason: text,
          records: last === undefined ? [] : [last],
        };
        entries.push(
          { ...of, type: "system_suspended", ground: "person", control: null, untilMs: null },
          { ...stamp, type: "suspension_effective", system: text, how: "fallback", producer: "p" },
        );
        if (i % 2 === 0) entries.push({ ...of, type: "system_resumed", endedMs: AT + i });
        else entries.push({ ...of, type: "suspension_refused" });
      } else {
        const controls = [{ id: text, revision: "f".repeat(64) }];
        entries.push({ ...stamp, type: "controls_loaded", files: [], controls });
      }
    }
    return entries;
  });
