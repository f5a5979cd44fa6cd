import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse } from "csv-parse/sync";
import { runCommandLine } from "tiltmeter/cli/program";
import { parseTlogProof } from "tiltmeter/tlog/tlog-proof";
import { readHeldKeys } from "tiltmeter/verify/held";
import { openPackage } from "tiltmeter/verify/package-source";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { afterAll, beforeAll, expect, test } from "vitest";
import { oscalFaults } from "../collector/export/oscal-faults.ts";
import { verifyInPython, whyNoPython } from "../collector/verify/second-verifier.ts";
import { type Collector, items } from "./collector.ts";
import { QUARTER, quarter } from "./quarter.ts";
import { readEverything } from "./read-everything.ts";

// The package of a quarter, made from what a whole collector went through, and read as an auditor would:
// without any of our code, but for verifying it.

let collector: Collector;
let folder: string;
let at: string;
const SEED = "dice: 4, 1, 6";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-package-"));
  collector = await quarter();
  at = join(folder, "package");
  expect(
    await tiltmeter("export", "audit", ...period, "-o", at, "--sample", "20", "--seed", SEED),
  ).toBe(0);
}, 180_000);

afterAll(async () => {
  await collector?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const period = ["--from", QUARTER.from, "--to", QUARTER.to];
const printed: string[] = [];
const complained: string[] = [];

/** The command line against the collector; answers its exit code. */
function tiltmeter(...argv: readonly string[]): Promise<number> {
  return runCommandLine(argv, {
    print: (line) => void printed.push(line),
    complain: (line) => void complained.push(line),
    interactive: false,
    env: { TILTMETER_URL: collector.url, TILTMETER_KEY: collector.admin },
    onSignal: () => () => undefined,
    onHangUp: () => () => undefined,
    abandon: (code) => {
      throw new Error(`abandoned with ${code}`);
    },
  });
}

const text = (path: string): Promise<string> => readFile(join(at, path), "utf8");
const rows = async (path: string): Promise<readonly Record<string, string>[]> =>
  parse(await text(path), { columns: true });
const json = async (path: string): Promise<Record<string, unknown>> =>
  JSON.parse(await text(path)) as Record<string, unknown>;

async function verified(path: string): Promise<readonly [string, readonly unknown[]]> {
  const { signer } = await json("01-manifest.json");
  const keys = await readHeldKeys([String(signer)]);
  const source = await openPackage(path);
  try {
    const { findings } = await verifyPackage(source, { keys, checkpoints: [] });
    return [findings.outcome, findings.kept];
  } finally {
    await source.close();
  }
}

test("it verifies offline, and a word changed in any part of it does not", async () => {
  expect(await verified(at)).toEqual(["verified", []]);
  for (const path of ["00-README.md", "05-nonconformities/register.csv", "12-oscal/ar.json"]) {
    const before = await text(path);
    await writeFile(join(at, path), before.replace("e", "E"));
    const [outcome, findings] = await verified(at);
    expect(outcome).toBe("tampered");
    expect(JSON.stringify(findings)).toContain(path);
    await writeFile(join(at, path), before);
  }
});

const noPython = whyNoPython();
test.skipIf(noPython !== null)(
  `the second verifier says the same${noPython === null ? "" : ` (skipped: ${noPython})`}`,
  async () => {
    const { signer } = await json("01-manifest.json");
    const { exit, findings } = await verifyInPython(at, ["--key", String(signer)]);
    expect([exit, findings]).toEqual([0, []]);
  },
);

test("every part says what it does not cover", async () => {
  const parts = (await readdir(at)).filter((name) => /^\d\d-\w/.test(name) && !name.includes("."));
  expect(parts.sort().map((name) => name.slice(0, 2))).toEqual([
    ...["02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"],
  ]);
  for (const part of parts) {
    const said = (await text(`${part}/ABOUT.md`)).split("## What is not covered\n\n- ")[1] ?? "";
    expect(said.length, part).toBeGreaterThan(20);
  }
  expect(await text("00-README.md")).toContain("## What this package does not cover");
});

test("every number of the README and the matrix is the store's and the API's", async () => {
  const readme = await text("00-README.md");
  const evaluations = await all("/evaluations", { from: "2026-10-01", to: "2027-01-02" });
  const kinds = { pass: 0, breach: 0, inconclusive: 0, no_data: 0, error: 0 };
  const matrix = new Map<string, number>();
  for (const { verdict, control, labels } of evaluations) {
    const { kind } = verdict as { kind: keyof typeof kinds };
    kinds[kind] += 1;
    const { system = "" } = labels as { system?: string };
    const key = `${String(control)} ${system} ${kind}`;
    matrix.set(key, (matrix.get(key) ?? 0) + 1);
  }
  const said = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`);
  expect(readme).toContain(`- Verdicts: ${said.join(", ")}`);
  for (const line of await rows("04-operation/matrix.csv")) {
    for (const kind of Object.keys(kinds)) {
      const key = `${line["control"]} ${line["system"]} ${kind}`;
      expect([key, line[kind]]).toEqual([key, String(matrix.get(key) ?? 0)]);
    }
  }
  const calendar = await rows("04-operation/calendar.csv");
  const days = calendar.reduce((sum, line) => sum + Number(line["pass"]), 0);
  expect(days).toBe(kinds.pass);

  const systems = items(await collector.api("/systems"));
  expect(readme).toContain(`- AI systems: ${systems.length}\n`);
  const records = items(await collector.api("/nonconformities"));
  const open = records.filter(({ state }) => state !== "closed").length;
  expect(readme).toContain(`touches: ${records.length}, of them open: ${open}\n`);
  const counts = await rows("04-operation/schedule.csv");
  const sum = (name: string): number =>
    counts.reduce((total, line) => total + Number(line[name]), 0);
  expect(readme).toContain(
    `- Windows scheduled, executed, missed: ${sum("scheduled")}, ${sum("executed")}, ${sum("missed")}\n`,
  );
  const { size, root } = await json("04-operation/totals.json").then(() => ledgerOf(readme));
  expect(readme).toContain(`ledger size ${size}, root ${root}`);
});

/** Every item of a list of the API. */
async function all(
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let cursor: unknown = null;
  do {
    const asked = new URLSearchParams({ ...query, limit: "1000" });
    if (typeof cursor === "string") asked.set("cursor", cursor);
    const answer = await collector.api(`${path}?${asked}`);
    found.push(...items(answer));
    cursor = answer["next"];
  } while (typeof cursor === "string");
  return found;
}

function ledgerOf(readme: string): { readonly size: string; readonly root: string } {
  const [, size = "", root = ""] = /ledger size (\d+), root ([0-9a-f]{64})/.exec(readme) ?? [];
  return { size, root };
}

test("the register has every record, and each has its dossier as a document and as data", async () => {
  const register = await rows("05-nonconformities/register.csv");
  expect(register.map(({ id, state, in_period: inPeriod }) => [id, state, inPeriod])).toEqual([
    ["NC-2026-0001", "closed", "true"],
    ["NC-2026-0002", "raised", "true"],
  ]);
  expect(register[0]?.["owner"]).toBe("Zoë Żółć-Ωmega 王小明");
  for (const { id } of register) {
    const pdf = await readFile(join(at, `05-nonconformities/${id}/dossier.pdf`));
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const { record, entries } = await json(`05-nonconformities/${id}/dossier.json`);
    expect((record as { id: string }).id).toBe(id);
    expect((entries as readonly unknown[]).length).toBeGreaterThan(0);
  }
  const [, drift] = register;
  const files = await readdir(join(at, `05-nonconformities/${drift?.["id"]}`));
  expect(files.some((name) => name.endsWith(".svg"))).toBe(true);
});

test("beside each dossier lies the proof that tiltmeter prove makes, and verifies by itself", async () => {
  const { signer } = await json("01-manifest.json");
  const key = ["--key", String(signer)];
  for (const { id = "" } of await rows("05-nonconformities/register.csv")) {
    const path = join(at, `05-nonconformities/${id}/${id}.tlog-proof`);
    expect(await tiltmeter("verify", path, ...key)).toBe(0);
    const made = join(folder, `${id}.tlog-proof`);
    expect(await tiltmeter("prove", id, "-o", made)).toBe(0);
    const [mine, theirs] = await Promise.all([readFile(path), readFile(made)]);
    const [ofPackage, ofLedger] = [parseTlogProof(mine), parseTlogProof(theirs)];
    expect(ofPackage.index).toBe(ofLedger.index);
    expect(ofPackage.extra).toEqual(ofLedger.extra);
    expect(Buffer.from(ofPackage.extra ?? []).toString()).toContain(id);
    const { members } = await json("01-manifest.json");
    expect(members).toContainEqual(
      expect.objectContaining({ path: relative(at, path), class: "proof" }),
    );
    const before = await readFile(path, "utf8");
    await writeFile(path, before.replace(/^index \d+$/m, "index 0"));
    expect(await tiltmeter("verify", path, ...key)).toBe(1);
    await writeFile(path, before);
  }
});

test("the sample is the one that the seed draws, and each row is proven", async () => {
  const drawn = await rows("11-samples/sample.csv");
  const ids = Array.from({ length: 92 * 24 }, (_, i) => `d${Math.floor(i / 24)}-${i % 24}`);
  const ranked = [...ids.map((id) => ["credit", id] as const), ["chatbot", "c-1"] as const]
    .map(([system, id]) => ({
      id,
      rank: createHash("sha256").update(`${SEED}:${system}:${id}`).digest("hex"),
    }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  expect(drawn.map(({ prediction }) => prediction)).toEqual(
    ranked.slice(0, 20).map(({ id }) => id),
  );
  expect(await text("11-samples/ABOUT.md")).toContain("- with a proof of their stored row: 20");
});

test("OSCAL validates, and counts what the matrix counts", async () => {
  for (const name of ["ap", "ar", "poam", "mapping"]) {
    expect([name, oscalFaults(await json(`12-oscal/${name}.json`))]).toEqual([name, []]);
  }
});

test("no input of a decision is anywhere in it, but for the counts of a distribution", async () => {
  const rowsFile = await text("11-samples/rows-2.jsonl");
  const [, ...stored] = rowsFile.trimEnd().split("\n");
  for (const line of stored) expect(line).not.toContain("income");
  expect(await text("11-samples/sample.json")).not.toContain("income");
});

test("the ledger has that it was handed over, with the digest of its manifest", async () => {
  const manifest = await readFile(join(at, "01-manifest.json"));
  const digest = createHash("sha256").update(manifest).digest("hex");
  const entries = items(await collector.api("/ledger/entries?limit=1000"));
  const made = entries.map(({ entry }) => entry as Record<string, unknown>);
  expect(made.filter(({ type }) => type === "export_created")).toMatchObject([
    { kind: "audit", digest, sample: { count: 20, seed: SEED }, systems: null },
  ]);
});

test("register and OSCAL by themselves, and a package of one system as a .tar", async () => {
  const to = (name: string): string => join(folder, name);
  expect(await tiltmeter("export", "register", ...period, "-o", to("r.csv"))).toBe(0);
  expect(await readFile(to("r.csv"), "utf8")).toBe(await text("05-nonconformities/register.csv"));
  expect(await tiltmeter("export", "register", ...period, "-o", to("r.jsonl"))).toBe(0);
  expect((await readFile(to("r.jsonl"), "utf8")).trimEnd().split("\n")).toHaveLength(2);
  expect(await tiltmeter("export", "oscal", ...period, "-o", to("oscal"))).toBe(0);
  expect((await readdir(to("oscal"))).sort()).toEqual([
    ...["ap.json", "ar.json", "mapping.json", "poam.json"],
  ]);
  const one = ["--system", "chatbot", "-o", to("one.tar")];
  expect(await tiltmeter("export", "audit", ...period, ...one)).toBe(0);
  expect(await verified(to("one.tar"))).toEqual(["verified", []]);
});

test("what cannot be made is refused with what helps, and nothing is left behind", async () => {
  const refused = async (code: number, ...argv: readonly string[]): Promise<string> => {
    complained.length = 0;
    expect(await tiltmeter("export", ...argv)).toBe(code);
    return complained.join("\n");
  };
  const to = join(folder, "never");
  expect(await refused(2, "audit", ...period, "-o", at)).toContain("exists already");
  expect(
    await refused(2, "audit", "--from", "2027-01-01", "--to", "2026-10-01", "-o", to),
  ).toContain("--from must be earlier");
  expect(await refused(2, "audit", ...period, "--sample", "5", "-o", to)).toContain("go together");
  expect(await refused(2, "audit", ...period, "--sample", "0", "--seed", "x", "-o", to)).toContain(
    "from 1 to 10000",
  );
  expect(await refused(1, "audit", ...period, "--system", "nobody's", "-o", to)).toContain(
    "tiltmeter systems list",
  );
  expect((await readdir(folder)).filter((name) => name.includes("never"))).toEqual([]);
});

test("where words are erased, kept files go, and the next package says so and verifies", async () => {
  const before = items(await collector.api("/exports"));
  expect(before.length).toBeGreaterThan(0);
  await collector.api("/erasures", {
    ...{ subject: "NC-2026-0001", request: "DSR-7", reason: "asked for" },
  });
  for (;;) {
    if (items(await collector.api("/exports")).length === 0) break;
    await new Promise(setImmediate);
  }
  const after = join(folder, "after");
  expect(await tiltmeter("export", "audit", ...period, "-o", after)).toBe(0);
  const [outcome] = await verified(after);
  expect(outcome).toBe("verified_with_gaps");
  const register = await readFile(join(after, "05-nonconformities/register.jsonl"), "utf8");
  expect(register).not.toContain("outage");
  expect(await readFile(join(after, "10-integrity/erasures.csv"), "utf8")).toContain("DSR-7");
  const dossier = await readFile(
    join(after, "05-nonconformities/NC-2026-0001/dossier.json"),
    "utf8",
  );
  expect(dossier).toMatch(/erased \(entry \d+\)/);
});

// Here, since a quarter takes a while to go through.
test("every read of the API answers as its document says", async () => {
  await readEverything(collector);
});
