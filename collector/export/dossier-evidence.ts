import type { Block, Section } from "./block.ts";
import type { Distribution } from "./distribution.ts";
import { moment, stamp } from "./instant.ts";
import type { RecordMaterial } from "./material.ts";
import { labelsInWords } from "./register.ts";

/** What a snapshot holds, as far as it is understood: other fields stay in the JSON. */
export interface KnownSnapshot {
  readonly window: { readonly fromMs: number; readonly toMs: number } | null;
  readonly instances: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly n: number | null;
    readonly bins: readonly {
      readonly label: string;
      readonly baseline: number;
      readonly current: number;
    }[];
  }[];
  readonly baseline: { readonly name: string; readonly digest: string } | null;
  readonly predictions: readonly string[];
  readonly engine: string | null;
  readonly query: string | null;
  readonly completeness: string | null;
  readonly missing: readonly string[];
}

/** Episodes, what the evidence snapshots froze, and drawings of the distributions. */
export function dossierEvidence(of: RecordMaterial): readonly Section[] {
  const { record } = of;
  const episodes: Section = {
    title: "Episodes",
    blocks:
      record.episodes.length === 0
        ? [{ kind: "quiet", text: "No control fired: a person raised this record." }]
        : [
            {
              kind: "table",
              head: [
                "Instance",
                "Value (bounds), sample",
                "First breach (UTC)",
                "Fired (UTC)",
                "Ended (UTC)",
              ],
              widths: [0.26, 0.26, 0.16, 0.16, 0.16],
              rows: record.episodes.map((episode) => [
                labelsInWords(episode.instance),
                measuredInWords(episode),
                stamp(episode.firstBreachMs),
                stamp(episode.firedMs),
                episode.endedMs === null ? "lasts" : stamp(episode.endedMs),
              ]),
            },
          ],
  };
  const snapshots = [...of.evidence].flatMap(([digest, document]) => [
    snapshotSection(digest, document),
  ]);
  return [episodes, ...snapshots];
}

/** The drawings of a snapshot, worst instance first. */
export function distributionsOf(document: unknown): readonly Distribution[] {
  return snapshotOf(document).instances.flatMap(({ labels, bins }) =>
    bins.length === 0
      ? []
      : [
          {
            title: `${labelsInWords(labels)}: before and now`,
            cells: bins.map(({ label, baseline, current }) => ({
              label,
              before: baseline,
              now: current,
            })),
          },
        ],
  );
}

function snapshotSection(digest: string, document: unknown): Section {
  if (document === null) {
    return {
      title: "Evidence snapshot",
      blocks: [{ kind: "quiet", text: `The snapshot ${digest} is not in the content store.` }],
    };
  }
  const of = snapshotOf(document);
  const facts: (readonly [string, string])[] = [["SHA-256", digest]];
  if (of.window !== null) {
    facts.push(["Window", `${moment(of.window.fromMs)} to ${moment(of.window.toMs)}`]);
  }
  if (of.query !== null) facts.push(["Question", of.query]);
  facts.push(["Computed by", of.engine ?? "not recorded"]);
  facts.push(["Baseline", of.baseline === null ? "none" : of.baseline.name]);
  if (of.baseline !== null) facts.push(["SHA-256 of the baseline", of.baseline.digest]);
  facts.push(["Completeness", of.completeness ?? "not measured"]);
  facts.push(["Example predictions", of.predictions.join(", ") || "none kept"]);
  if (of.missing.length > 0) facts.push(["Could not be read", of.missing.join("; ")]);
  const figures = distributionsOf(document)
    .slice(0, FIGURES_MAX)
    .map((distribution): Block => ({ kind: "figure", of: distribution }));
  const instances: Block[] =
    of.instances.length === 0
      ? []
      : [
          {
            kind: "table",
            head: ["Instance at the raise", "Value (bounds), sample"],
            widths: [0.6, 0.4],
            rows: of.instances
              .slice(0, INSTANCES_MAX)
              .map((each) => [labelsInWords(each.labels), measuredInWords(each)]),
          },
        ];
  return {
    title: "Evidence snapshot",
    blocks: [{ kind: "facts", rows: facts }, ...instances, ...figures],
  };
}

/** Reads a snapshot leniently: a field of another shape is as good as none. */
export function snapshotOf(document: unknown): KnownSnapshot {
  const of = asRecord(document);
  const window = asRecord(of["window"]);
  const [fromMs, toMs] = [asNumber(window["fromMs"]), asNumber(window["toMs"])];
  const baseline = asRecord(of["baseline"]);
  const completeness = of["completeness"] ?? null;
  return {
    window: fromMs === null || toMs === null ? null : { fromMs, toMs },
    instances: asList(of["instances"]).map((each) => {
      const instance = asRecord(each);
      const measurement = asRecord(instance["measurement"]);
      return {
        labels: asWords(instance["labels"]),
        value: asNumber(measurement["value"]),
        lower: asNumber(measurement["lower"]),
        upper: asNumber(measurement["upper"]),
        n: asNumber(measurement["n"]),
        bins: asList(instance["bins"]).map((bin) => ({
          label: String(asRecord(bin)["label"] ?? ""),
          baseline: asNumber(asRecord(bin)["baseline"]) ?? 0,
          current: asNumber(asRecord(bin)["current"]) ?? 0,
        })),
      };
    }),
    baseline:
      typeof baseline["digest"] === "string"
        ? { name: String(baseline["name"] ?? ""), digest: baseline["digest"] }
        : null,
    predictions: asList(of["predictions"]).map(String),
    engine: typeof of["engine"] === "string" ? of["engine"] : null,
    query:
      typeof asRecord(of["query"])["text"] === "string"
        ? String(asRecord(of["query"])["text"])
        : null,
    completeness:
      completeness === null
        ? null
        : Object.entries(asRecord(completeness))
            .map(([name, value]) => `${name} ${String(value)}`)
            .join(", "),
    missing: asList(of["missing"]).map(String),
  };
}

/** `0.31 (0.22 to 0.4), sample 412`. */
function measuredInWords(of: {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number | null;
}): string {
  if (of.value === null) return "not measured";
  const bounds =
    of.lower === null && of.upper === null ? "" : ` (${rounded(of.lower)} to ${rounded(of.upper)})`;
  return `${rounded(of.value)}${bounds}, sample ${of.n ?? "unknown"}`;
}

function rounded(value: number | null): string {
  return value === null ? "unknown" : String(Number(value.toPrecision(6)));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>) // checked in the line above
    : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function asWords(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(asRecord(value)).map(([name, word]) => [name, String(word)]),
  );
}

/** Of a dossier on paper; the JSON beside it has all. */
const INSTANCES_MAX = 40;
const FIGURES_MAX = 6;
