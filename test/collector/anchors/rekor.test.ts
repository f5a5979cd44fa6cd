import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { openRekor, verifyRekorEntry } from "tiltmeter/anchors/rekor";
import { toBase64 } from "tiltmeter/tlog/base64";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { leafHash, nodeHash } from "tiltmeter/tlog/merkle";
import { noteKey, parseVkey } from "tiltmeter/tlog/note-key";
import { printNote, signNote } from "tiltmeter/tlog/signed-note";
import { expect, test } from "vitest";
import { post, type Reply, served } from "./served.ts";
import { shownOf, signerOf } from "./shown.ts";

const log = signerOf("rekor.example");
const ours = signerOf("log.example");
const signal = new AbortController().signal;

/** What a log of Rekor v2 answers to a digest: the entry, second of two, with its proof. */
async function entryOf(request: Buffer): Promise<Record<string, unknown>> {
  const { hashedRekordRequestV002: of } = JSON.parse(request.toString("utf8"));
  const body = Buffer.from(
    canonicalJson({
      apiVersion: "0.0.2",
      kind: "hashedrekord",
      spec: {
        hashedRekordV002: {
          data: { algorithm: "SHA2_256", digest: of.digest },
          signature: of.signature,
        },
      },
    }),
  );
  const sibling = leafHash(Buffer.from("somebody else's"));
  const root = nodeHash(sibling, leafHash(body));
  const text = printCheckpoint({ origin: "rekor.example", size: 2, root, extensions: [] });
  const envelope = printNote(await signNote({ text, signatures: [] }, [log]));
  return {
    logIndex: "1",
    kindVersion: { kind: "hashedrekord", version: "0.0.2" },
    integratedTime: "0",
    inclusionProof: {
      ...{ logIndex: "1", rootHash: toBase64(root), treeSize: "2", hashes: [toBase64(sibling)] },
      checkpoint: { envelope },
    },
    canonicalizedBody: body.toString("base64"),
  };
}

const anchorAt = (url: string) =>
  openRekor({ name: "rekor", url, key: log.vkey, allowPrivate: false, post });

test("the digest of a checkpoint goes to the log, signed, and its proof is kept", async () => {
  const requests: Buffer[] = [];
  const answer = async ({ path, body }: { path: string; body: Buffer }): Promise<Reply> => {
    if (path !== "POST /api/v2/log/entries") return { status: 404 };
    requests.push(body);
    return { status: 201, body: JSON.stringify(await entryOf(body)) };
  };
  const shown = await shownOf(9, ours);
  const got = await served(answer, (url) => anchorAt(url).obtain(shown, signal));
  expect(got).toMatchObject({ attestedMs: null, document: { kind: "rekor", key: log.vkey } });
  const sent = String(requests[0]);
  expect(sent).not.toContain("log.example");
  const { hashedRekordRequestV002: of } = JSON.parse(sent);
  expect(of.digest).toBe(createHash("sha256").update(shown.text).digest("base64"));
  const key = createPublicKey({
    ...{ key: Buffer.from(of.signature.verifier.publicKey.rawBytes, "base64") },
    ...{ format: "der", type: "spki" },
  });
  const signature = Buffer.from(of.signature.content, "base64");
  expect(verify("sha256", Buffer.from(shown.text), key, signature)).toBe(true);
});

test("an entry that a public log has made verifies under its published key, and no other does", () => {
  // Log index 101306751 of log2025-1.rekor.sigstore.dev, of 8 September 2026; the key as Sigstore's trusted
  // root has it.
  const entry: unknown = JSON.parse(
    readFileSync(new URL("golden/rekor-entry.json", import.meta.url), "utf8"),
  );
  const spki = Buffer.from(
    "MCowBQYDK2VwAyEAt8rlp1knGwjfbcXAYPYAkn0XiLz1x8O4t0YkEhie244=",
    "base64",
  );
  const name = "log2025-1.rekor.sigstore.dev";
  const key = noteKey({ name, type: 1, publicKey: spki.subarray(-32) });
  const digest = Buffer.from("Q8wzFiHuUD0/xyBZZbe60ZOrE+aMCbDqN2fA6Cn0HUo=", "base64");
  expect(() => verifyRekorEntry(entry, { digest, key })).not.toThrow();
  expect(() => verifyRekorEntry(entry, { digest: digest.fill(1, 0, 1), key })).toThrow(
    "another digest",
  );
});

test("an entry of which anything was changed does not verify", async () => {
  const digest = createHash("sha256").update("text").digest();
  const request = { hashedRekordRequestV002: { digest: toBase64(digest), signature: {} } };
  const entry = await entryOf(Buffer.from(JSON.stringify(request)));
  const key = parseVkey(log.vkey);
  const good = JSON.stringify(entry);
  expect(() => verifyRekorEntry(JSON.parse(good), { digest, key })).not.toThrow();
  const changes: readonly (readonly [RegExp | string, string, string])[] = [
    ['"logIndex":"1","rootHash"', '"logIndex":"0","rootHash"', "does not lead"],
    [/"hashes":\["[^"]+"\]/, '"hashes":[]', "does not lead"],
    [/"hashes":\["[^"]+"\],/, "", "does not lead"],
    ['"canonicalizedBody":"', '"canonicalizedBody":"?', "no standard base64"],
    ["\\n2\\n", "\\n3\\n", "not signed by rekor.example"],
    ["— rekor.example ", "— other.example ", "not signed by rekor.example"],
    ['"checkpoint"', '"other"', "no checkpoint"],
    ['"inclusionProof"', '"other"', "no inclusionProof"],
  ];
  for (const [before, after, reason] of changes) {
    const changed = good.replace(before, after);
    expect(changed).not.toBe(good);
    expect(() => verifyRekorEntry(JSON.parse(changed), { digest, key })).toThrow(reason);
  }
  for (const nothing of [null, 1, [], {}]) {
    expect(() => verifyRekorEntry(nothing, { digest, key })).toThrow("no inclusionProof");
  }
});

test("a log that does not answer as it should is refused", async () => {
  const shown = await shownOf(9, ours);
  for (const [reply, reason] of [
    [{ status: 503 }, "answered 503"],
    [{ status: 201, body: "no JSON" }, "JSON"],
    [{ status: 201, body: "x".repeat(300_000) }, "more than"],
  ] as const) {
    const tried = served(
      async () => reply,
      (url) => anchorAt(url).obtain(shown, signal),
    );
    await expect(tried).rejects.toThrow(reason);
  }
});
