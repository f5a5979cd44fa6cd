import { isOpen, NONCONFORMITY_STATES, nextStates, SEVERITIES } from "@tiltmeter/rules";
import type { LooseEntry } from "./loose-entry.ts";
import { asRecord, asText } from "./loose-entry.ts";

/** What the entries about one nonconformity come to, as far as its life and its register go. */
export interface Life {
  readonly id: string;
  readonly state: (typeof NONCONFORMITY_STATES)[number];
  readonly severity: (typeof SEVERITIES)[number];
  readonly owner: string | null;
  readonly control: string;
  readonly controlRevision: string;
  readonly system: string;
  readonly raisedMs: number;
  readonly firstBreachMs: number;
  readonly evidence: string;
  readonly actionOwners: readonly string[];
  /** Episodes that last. */
  readonly running: ReadonlySet<string>;
  /** Indices of all entries about it. */
  readonly entries: readonly number[];
}

/** The life that a raise begins, or why it cannot. */
export function begin(entry: LooseEntry, index: number): Life | string {
  const record = asRecord(entry["record"]);
  const id = asText(record?.["id"]);
  if (record === null || id === null) return "a raise carries its record";
  const state = NONCONFORMITY_STATES.find((each) => each === record["state"]);
  const severity = SEVERITIES.find((each) => each === record["severity"]);
  if (state !== "raised" && state !== "observation") {
    return `${id} begins as ${JSON.stringify(record["state"])}; a record begins as raised or as an observation`;
  }
  if (severity === undefined) return `${id} has no severity`;
  const episodes = Array.isArray(record["episodes"]) ? record["episodes"] : [];
  const running = episodes.map(asRecord).filter((each) => each?.["endedMs"] === null);
  return {
    id,
    state,
    severity,
    owner: asText(record["owner"]),
    control: asText(record["control"]) ?? "",
    controlRevision: asText(record["controlRevision"]) ?? "",
    system: asText(record["system"]) ?? "",
    raisedMs: Number(record["raisedMs"]),
    firstBreachMs: Number(record["firstBreachMs"]),
    evidence: asText(record["evidence"]) ?? "",
    actionOwners: [],
    running: new Set(running.map((each) => String(each?.["id"]))),
    entries: [index],
  };
}

/** The life after one entry more about it, and what was not legal in that. */
export function live(
  life: Life,
  entry: LooseEntry,
  index: number,
): { readonly life: Life; readonly illegal: string | null } {
  const on = { ...life, entries: [...life.entries, index] };
  switch (entry.type) {
    case "nonconformity_moved":
      return moved(on, entry);
    case "nonconformity_episode_added": {
      const episode = asRecord(entry["episode"]);
      const id = asText(episode?.["id"]);
      if (id === null) return { life: on, illegal: "an added episode carries its id" };
      const illegal = isOpen(life) ? null : `an episode joins ${life.id}, which is ${life.state}`;
      const first = Math.min(life.firstBreachMs, Number(episode?.["firstBreachMs"]));
      const running = episode?.["endedMs"] === null ? new Set([...life.running, id]) : life.running;
      return { life: { ...on, firstBreachMs: first, running }, illegal };
    }
    case "nonconformity_episode_ended": {
      const id = asText(entry["episode"]) ?? "";
      const running = new Set(life.running);
      const illegal = running.delete(id) ? null : `no episode ${id} of ${life.id} lasts`;
      return { life: { ...on, running }, illegal };
    }
    default:
      return { life: on, illegal: null };
  }
}

function moved(
  life: Life,
  entry: LooseEntry,
): { readonly life: Life; readonly illegal: string | null } {
  const fields = asRecord(entry["fields"]) ?? {};
  const said = (name: string): string | null => asText(fields[name]);
  const to = NONCONFORMITY_STATES.find((each) => each === entry["to"]);
  if (to === undefined) {
    return {
      life,
      illegal: `${life.id} moves to ${JSON.stringify(entry["to"])}, which is no state`,
    };
  }
  const next = {
    ...life,
    state: to,
    severity: SEVERITIES.find((each) => each === fields["severity"]) ?? life.severity,
    owner: said("owner") ?? life.owner,
    actionOwners: [...life.actionOwners, ...[said("action_owner") ?? []].flat()],
  };
  return { life: next, illegal: illegalMove(life, to, entry, fields) };
}

/** What in a move its record's life cycle does not allow; null: nothing. */
function illegalMove(
  life: Life,
  to: Life["state"],
  entry: LooseEntry,
  fields: Readonly<Record<string, unknown>>,
): string | null {
  const move = `${life.id} goes from ${life.state} to ${to}`;
  const passage = nextStates({ ...life, gravest: life.severity, cycle: 1 }).find(
    (each) => each.to === to,
  );
  if (passage === undefined) return `${move}, which its life cycle does not know`;
  for (const { name, required, options } of passage.fields) {
    const value = asText(fields[name]);
    if (value === null && required) return `${move} without ${name}`;
    if (value !== null && options !== undefined && !options.includes(value)) {
      return `${move} with ${name} ${JSON.stringify(value)}, which must be ${options.join(" or ")}`;
    }
  }
  if (passage.reasonRequired && asText(entry["text"]) === null) return `${move} without a reason`;
  if (to === "closed" && life.running.size > 0) return `${move} while an episode lasts`;
  const second = asText(fields["second_person"]);
  if (second !== null && second === entry.by) return `${move}, agreed to by whoever moves it`;
  const reviewer = asText(fields["reviewer"]);
  const isGrave = life.severity === "high" || life.severity === "critical";
  if (isGrave && reviewer !== null && life.actionOwners.includes(reviewer)) {
    return `${move}, reviewed by the owner of the actions`;
  }
  return null;
}
