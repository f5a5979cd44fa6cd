import { VERSION } from "../version.ts";
import { allItems } from "./all-items.ts";
import {
  ApiRefused,
  type CollectorAddress,
  demand,
  isRecord,
  unreachable,
} from "./collector-api.ts";
import { lookAtEvidence } from "./doctor-evidence.ts";
import { type Finding, look, looked, spanInWords, unknown, well, wrong } from "./doctor-finding.ts";
import { lookAtRoom } from "./doctor-room.ts";
import { lookAtRetention, lookAtStorage } from "./doctor-storage.ts";
import { lookAtSystems } from "./doctor-systems.ts";

type Json = Readonly<Record<string, unknown>>;

const TIMEOUT_MS = 15_000;
/** Windows go by the collector's clock; a second or two of a slow answer is no difference. */
const CLOCK_MS_LOOK = 5_000;
const CLOCK_MS_WRONG = 60_000;
const KEY_AGE_MS_MAX = 365 * 86_400_000;
const OUTBOX_MS_MAX = 3_600_000;

/** Everything that a running collector says of itself to a key that may read. */
export async function lookAtCollector(
  address: CollectorAddress,
  nowMs: () => number,
): Promise<readonly Finding[]> {
  const first = await lookAtDoor(address, nowMs);
  if (first.some(({ about, state }) => about === "collector" && state === "wrong")) return first;
  const rest = await Promise.all([
    asked("collector", () => lookAtStatus(address)),
    asked("ledger", () => lookAtLedger(address, nowMs())),
    asked("evidence", () => lookAtEvidence(address)),
    asked("systems", () => lookAtSystems(address, nowMs())),
    asked("controls", () => lookAtControls(address)),
    asked("keys", () => lookAtKeys(address, nowMs())),
    asked("channels", () => lookAtChannels(address)),
    asked("disk", () => lookAtRoom(address)),
    asked("storage", async () => lookAtStorage(await demand(address, { path: "/storage" }))),
    asked("retention", async () => lookAtRetention(await demand(address, { path: "/retention" }))),
  ]);
  return [...first, ...rest.flat()];
}

/** Where the key may not ask, that is said; what fails otherwise is wrong. */
function asked(about: string, at: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  return looked(about, async () => {
    try {
      return await at();
    } catch (error) {
      if (!(error instanceof ApiRefused) || (error.status !== 403 && error.status !== 401))
        throw error;
      return [
        unknown(about, "this key may not ask", "use the key of an administrator to see all of it"),
      ];
    }
  });
}

async function lookAtDoor(
  { url }: CollectorAddress,
  nowMs: () => number,
): Promise<readonly Finding[]> {
  let ready: Response;
  const sentMs = nowMs();
  try {
    ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return [
      wrong(
        "collector",
        unreachable(url, error),
        "or look at its data folder: tiltmeter doctor --data FOLDER",
      ),
    ];
  }
  const tookMs = nowMs() - sentMs;
  const body: unknown = await ready.json().catch(() => null);
  const detail = isRecord(body) ? String(body["detail"] ?? "") : "";
  const state = ready.ok
    ? well("collector", `${url} answers, ready, in ${Math.max(1, tookMs)} ms`)
    : wrong(
        "ready",
        `${url} takes no telemetry: ${detail}`,
        "senders keep what they have; mend what it names",
      );
  return [state, ...clock(ready.headers.get("date"), sentMs + tookMs / 2)];
}

function clock(date: string | null, nowMs: number): readonly Finding[] {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) {
    return [unknown("clock", "the collector sent no date", "is there a proxy that takes it away?")];
  }
  // The header has whole seconds, cut off.
  const offMs = Math.abs(theirs + 500 - nowMs);
  const says = `the collector's clock and that of this machine are ${(offMs / 1000).toFixed(1)} s apart`;
  const next = "let both follow a time server: windows go by the collector's clock";
  if (offMs > CLOCK_MS_WRONG) return [wrong("clock", says, next)];
  return [offMs > CLOCK_MS_LOOK ? look("clock", says, next) : well("clock", says)];
}

async function lookAtStatus(address: CollectorAddress): Promise<readonly Finding[]> {
  const status = await demand(address, { path: "/status" });
  const version = String(status["version"]);
  const says = `tiltmeter ${version}, ${String(status["engine"])}, since ${String(status["startedAt"])}`;
  const problems = Array.isArray(status["problems"]) ? status["problems"].map(String) : [];
  const lag = lagOf(status);
  return [
    version === VERSION
      ? well("versions", says)
      : look(
          "versions",
          `${says}; this program is ${VERSION}`,
          "use the program of the collector's version",
        ),
    ...problems.map((problem) => wrong("collector", problem, "as it says")),
    watchdogFinding(status["watchdog"], problems),
    lag > 1_000
      ? look(
          "journal",
          `${lag} batches wait for the store`,
          "check that the store works and keeps up",
        )
      : well("journal", `${lag} batches wait for the store`),
  ];
}

/** What does not go well with it stands among the problems. */
function watchdogFinding(of: unknown, problems: readonly string[]): Finding {
  if (!isRecord(of)) {
    return well("watchdog", "none: nobody is told when this collector is dead (`watchdog.url`)");
  }
  const [host, heard] = [String(of["host"]), of["heardAt"]];
  if (problems.some((each) => each.includes(`the watchdog at ${host}`))) {
    return look("watchdog", `${host} is not told that all is well`, "see what is wrong");
  }
  if (heard === null)
    return look("watchdog", `${host} heard nothing yet`, "look again in a minute");
  return well("watchdog", `${host} last heard of it at ${String(heard)}`);
}

function lagOf(status: Json): number {
  const [last, applied] = [status["lastSeq"], status["appliedSeq"]];
  if (!isRecord(last) || !isRecord(applied)) return 0;
  return Object.entries(last).reduce(
    (sum, [journal, seq]) => sum + Number(seq) - Number(applied[journal] ?? 0),
    0,
  );
}

async function lookAtLedger(address: CollectorAddress, nowMs: number): Promise<readonly Finding[]> {
  const ledger = await demand(address, { path: "/ledger" });
  const anchors = list(ledger["anchors"]);
  const keys = list(ledger["keys"]);
  const gaps = list(ledger["gaps"]).length;
  const sinceMs = Date.parse(String(keys.at(-1)?.["since"]));
  const every = Number(ledger["anchorEverySeconds"]) * 1000;
  return [
    well(
      "ledger",
      `${String(ledger["size"])} entries, signed by a key that is ${spanInWords(nowMs - sinceMs)} old`,
    ),
    ...(gaps > 0
      ? [wrong("ledger", `${gaps} gaps of evidence`, "see the nonconformity evidence-gap")]
      : []),
    // A copy in another folder of ours shows what was changed, not that it was not us.
    ...(anchors.every(({ kind }) => kind === "copy")
      ? [
          look(
            "anchors",
            "nobody else vouches for the ledger: whoever has its key can rewrite it unseen",
            "name a copy, a timestamp or a witness under `ledger.anchors` in the configuration",
          ),
        ]
      : []),
    ...anchors.map((anchor) => anchorFinding(anchor, nowMs, every)),
  ];
}

function anchorFinding(anchor: Json, nowMs: number, everyMs: number): Finding {
  const about = `anchor ${String(anchor["name"])}`;
  const [obtained, failure] = [anchor["obtained"], anchor["failure"]];
  if (isRecord(failure)) {
    return wrong(
      about,
      `fails: ${String(failure["detail"])}`,
      "mend what it names; it is tried again",
    );
  }
  if (!isRecord(obtained))
    return look(about, "nothing was obtained yet", "wait for its first turn");
  const ageMs = nowMs - Date.parse(String(obtained["at"]));
  const says = `vouched ${spanInWords(ageMs)} ago`;
  return ageMs > 3 * everyMs ? look(about, says, "the page Ledger says why") : well(about, says);
}

async function lookAtControls(address: CollectorAddress): Promise<readonly Finding[]> {
  const controls = (await allItems(address, "/controls")).filter(({ status }) =>
    ["enforce", "shadow"].includes(String(status)),
  );
  const enforced = controls.filter(({ status }) => status === "enforce");
  const verdicts = (control: Json): readonly string[] =>
    list(control["instances"]).map(({ verdict }) =>
      isRecord(verdict) ? String(verdict["kind"]) : "",
    );
  const named = (kind: string): string[] =>
    enforced
      .filter((control) => {
        const kinds = verdicts(control);
        return kind === "no_data"
          ? kinds.every((each) => each === "no_data")
          : kinds.includes(kind);
      })
      .map(({ id }) => String(id));
  const [without, failing] = [named("no_data"), named("error")];
  return [
    enforced.length === 0
      ? look(
          "controls",
          `none is in force, ${controls.length} in shadow`,
          "set `library: enforce`, or name control files under `controls`",
        )
      : well(
          "controls",
          `${enforced.length} in force, ${controls.length - enforced.length} in shadow`,
        ),
    ...(failing.length === 0
      ? []
      : [wrong("controls", `could not be evaluated: ${few(failing)}`, "their pages say why")]),
    ...(without.length === 0
      ? []
      : [
          look(
            "controls",
            `in force and without data: ${few(without)}`,
            "send what they measure, or retire them",
          ),
        ]),
  ];
}

function few(names: readonly string[]): string {
  const rest = names.length - 5;
  return `${names.slice(0, 5).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

async function lookAtKeys(address: CollectorAddress, nowMs: number): Promise<readonly Finding[]> {
  const keys = (await allItems(address, "/keys")).filter(({ revokedAt }) => revokedAt === null);
  const old = keys.filter(
    ({ createdAt }) => nowMs - Date.parse(String(createdAt)) > KEY_AGE_MS_MAX,
  );
  const says = `${keys.length} in force`;
  if (old.length === 0) return [well("keys", says)];
  const names = old.map(({ name, id }) => `${String(name)} (${String(id)})`);
  return [
    look("keys", `${says}, older than a year: ${few(names)}`, "make new ones, then revoke these"),
  ];
}

async function lookAtChannels({ url, key }: CollectorAddress): Promise<readonly Finding[]> {
  const answer = await fetch(`${url}/metrics`, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new ApiRefused(`${url}/metrics answered ${answer.status}`, answer.status);
  const text = await answer.text();
  const oldest = [
    ...text.matchAll(/^tiltmeter_outbox_oldest_seconds\{channel="([^"]*)"\} (.+)$/gm),
  ];
  const gone = [
    ...text.matchAll(/^tiltmeter_notifications_total\{channel="([^"]*)",outcome="gone"\} (.+)$/gm),
  ];
  if (oldest.length === 0) {
    return [
      look(
        "channels",
        "no channel is in use: nobody is told of anything",
        "name one under `channels`",
      ),
    ];
  }
  return oldest.map(([, channel = "", seconds = ""]) => {
    const about = `channel ${channel}`;
    const waitsMs = Number(seconds) * 1000;
    if (gone.some(([, name, times]) => name === channel && Number(times) > 0)) {
      return look(
        about,
        "its receiver said once that it wants no more",
        "lead it elsewhere if it is still so",
      );
    }
    return waitsMs > OUTBOX_MS_MAX
      ? wrong(
          about,
          `a message waits for ${spanInWords(waitsMs)}`,
          "the page of its record has each try",
        )
      : well(about, waitsMs > 0 ? `a message waits for ${spanInWords(waitsMs)}` : "nothing waits");
  });
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
