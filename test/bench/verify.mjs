// How long `tiltmeter verify` and the second verifier take over a package of many entries, by the command line alone:
//   npm run build && node test/bench/verify.mjs [ENTRIES]
// Entries are those of a life: steps of controls, records raised, moved and closed, deliveries.
import { spawnSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { EMPTY_TREE, grow, leafHash, rootHash } from "tiltmeter/tlog/merkle";
import { noteKey, printVkey } from "tiltmeter/tlog/note-key";
import { printNote, signNote } from "tiltmeter/tlog/signed-note";
import { addCheckpoints, addEntries } from "tiltmeter/verify/ledger-members";
import { openPackageWriter } from "tiltmeter/verify/package-writer";
import { shippedVerifiers } from "tiltmeter/verify/verifiers";

const count = Number(process.argv[2] ?? 1_000_000);
const origin = "bench.example/ledger";
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const raw = Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url");
const vkey = printVkey(noteKey({ name: origin, type: 1, publicKey: raw }));
const signer = { vkey, sign: async (bytes) => sign(null, bytes, privateKey) };
const signed = async (text) => printNote(await signNote({ text, signatures: [] }, [signer]));

const START = Date.UTC(2026, 0, 1);
const revision = "a".repeat(64);
function* life() {
  yield { type: "signing_key_introduced", atMs: START, by: "tiltmeter", origin, vkey };
  yield {
    ...{ type: "controls_loaded", atMs: START, by: "tiltmeter", files: [] },
    controls: [{ id: "drift", revision }],
  };
  for (let i = 2, raised = 0; i < count; i += 1) {
    const atMs = START + i * 1000;
    const stamp = { atMs, by: "tiltmeter" };
    const feature = `feature_${i % 200}`;
    if (i % 50 !== 0) {
      const instance = { system: "credit-scoring", model_version: "v7", feature };
      yield {
        ...{ ...stamp, type: "control_transition", control: "drift", revision, instance },
        instanceKey: JSON.stringify(Object.entries(instance)),
        windowStartMs: atMs - 3_600_000,
        windowEndMs: atMs,
        state: { phase: i % 2 === 0 ? "pending" : "ok", sinceMs: atMs, windows: 1 },
        verdict: {
          kind: i % 2 === 0 ? "breach" : "pass",
          measured: { value: (i % 97) / 300, n: 900 + (i % 31), lower: 0.11, upper: 0.42 },
          bound: "at most 0.2",
        },
        events: [],
      };
      continue;
    }
    raised += 1;
    const id = `NC-2026-${String(raised).padStart(4, "0")}`;
    yield {
      ...{ ...stamp, type: "nonconformity_raised", fingerprint: `drift ${i}` },
      record: {
        ...{ id, state: "raised", severity: "low", control: "drift", controlRevision: revision },
        ...{ controlTitle: "Live inputs drifted away", requirement: "Inputs stay comparable." },
        ...{ clauses: { iso42001: ["9.1"] }, system: "credit-scoring", group: {}, owner: null },
        ...{ statement: `psi of ${feature} is 0.31`, raisedMs: atMs, firstBreachMs: atMs },
        ...{ episodes: [], evidence: "b".repeat(64), fields: {}, steps: [], version: 1 },
      },
    };
  }
}

const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-"));
try {
  const target = join(folder, "package");
  const writer = await openPackageWriter(target);
  const checkpoints = [];
  let tree = EMPTY_TREE;
  async function* entries() {
    for (const entry of life()) {
      tree = grow(tree, leafHash(Buffer.from(canonicalJson(entry))));
      yield entry;
    }
  }
  const began = performance.now();
  const size = await addEntries(writer, entries());
  const note = await signed(
    printCheckpoint({ origin, size, root: rootHash(tree), extensions: [] }),
  );
  checkpoints.push({ note, proof: [] });
  await addCheckpoints(writer, checkpoints);
  for (const { path, bytes } of await shippedVerifiers()) await writer.add(path, bytes, "verifier");
  await writer.finish(
    {
      ...{
        origin,
        generator: "bench",
        createdMs: START,
        period: { fromMs: START, toMs: START + 1 },
      },
      checkpoints: { start: null, end: note },
    },
    { vkey, signNote: signed },
  );
  console.log(`${size} entries written in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await writeFile(join(folder, "key"), vkey);
  const member = await stat(join(target, "10-integrity/entries/000000000000.jsonl"));
  console.log(`${(member.size / Math.min(size, 65_536)).toFixed(0)} bytes an entry`);
  const cli = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
  for (const [name, command, args] of [
    ["tiltmeter verify", process.execPath, [cli, "verify", target]],
    ["verify.mjs", process.execPath, [join(target, "verify.mjs"), target]],
    ["verify.py", "python3", [join(target, "verify.py"), target]],
  ]) {
    const start = performance.now();
    const { status, stdout } = spawnSync(command, [...args, "--key", join(folder, "key")]);
    const seconds = (performance.now() - start) / 1000;
    console.log(`${name}: ${seconds.toFixed(1)} s, exit ${status}`);
    if (status !== 0) console.log(String(stdout).split("\n").slice(0, 5).join("\n"));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
