import { sign } from "node:crypto";
import { openWitness } from "tiltmeter/anchors/witness";
import { toBase64 } from "tiltmeter/tlog/base64";
import { parseCheckpoint } from "tiltmeter/tlog/checkpoint";
import { parseVkey } from "tiltmeter/tlog/note-key";
import { verifyConsistency } from "tiltmeter/tlog/proof";
import { cosignedMessage, parseNote, verifyNote } from "tiltmeter/tlog/signed-note";
import { expect, test } from "vitest";
import { post, type Reply, served } from "./served.ts";
import { shownOf, signerOf } from "./shown.ts";

const log = signerOf("log.example");
const own = signerOf("witness.example/w1", 4);
const signal = new AbortController().signal;
const SECONDS = 1_790_000_000;

/** A witness as C2SP tlog-witness has it, which knows one log. */
function witness(key = log.vkey): (request: { path: string; body: Buffer }) => Promise<Reply> {
  let latest: { size: number; root: Uint8Array } = { size: 0, root: new Uint8Array() };
  return async ({ path, body }) => {
    if (path !== "POST /add-checkpoint") return { status: 404 };
    const request = body.toString("utf8");
    const split = request.indexOf("\n\n");
    const [old = "", ...proof] = request.slice(0, split).split("\n");
    const note = parseNote(Buffer.from(request.slice(split + 2)));
    const head = parseCheckpoint(note.text);
    if (head.origin !== "log.example") return { status: 404 };
    if (verifyNote(note, [parseVkey(key)]).verified.length === 0) return { status: 403 };
    const from = Number(/^old (\d+)$/.exec(old)?.[1]);
    if (from > head.size) return { status: 400 };
    if (from !== latest.size) {
      return { status: 409, contentType: "text/x.tlog.size", body: `${latest.size}\n` };
    }
    const grown = {
      ...{ from, fromRoot: latest.root, to: head.size, toRoot: head.root },
      proof: proof.map((line) => Buffer.from(line, "base64")),
    };
    if (from === head.size && Buffer.compare(latest.root, head.root) !== 0) return { status: 409 };
    if (from > 0 && !verifyConsistency(grown)) return { status: 422 };
    if (from === 0 && proof.length > 0) return { status: 422 };
    latest = { size: head.size, root: head.root };
    return { status: 200, body: cosigned(note.text) };
  };
}

function cosigned(text: string): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(SECONDS));
  const { name, id } = parseVkey(own.vkey);
  const made = sign(null, cosignedMessage(text, SECONDS), own.privateKey);
  return `— ${name} ${toBase64(Buffer.concat([Buffer.from(id, "hex"), time, made]))}\n`;
}

const anchorAt = (url: string) =>
  openWitness({ name: "w1", url: `${url}/`, key: own.vkey, allowPrivate: false, post });

test("a witness follows the log as it grows, and its cosignature stands under the checkpoint", async () => {
  await served(witness(), async (url) => {
    const anchor = anchorAt(url);
    for (const [size, last] of [
      [3, 0],
      [256, 3],
      [256, 256],
      [600, 256],
    ] as const) {
      const shown = await shownOf(size, log, last);
      const got = await anchor.obtain(shown, signal);
      expect(got.attestedMs).toBe(SECONDS * 1000);
      const note = parseNote(Buffer.from(shown.text));
      const both = { text: note.text, signatures: [...note.signatures, ...got.signatures] };
      const keys = [parseVkey(log.vkey), parseVkey(own.vkey)];
      expect(verifyNote(both, keys).verified).toEqual(keys);
      expect(got.document).toMatchObject({ kind: "witness", key: own.vkey });
    }
  });
});

test("a witness that knows another size of us says which, and gets the proof from there", async () => {
  await served(witness(), async (url) => {
    await anchorAt(url).obtain(await shownOf(100, log), signal);
    const got = await anchorAt(url).obtain(await shownOf(300, log, 7), signal);
    expect(got.signatures).toHaveLength(1);
    // And one that has seen more than there is tells of a log that was put back.
    await expect(anchorAt(url).obtain(await shownOf(50, log, 50), signal)).rejects.toThrow(
      "has seen 300 entries of this log, which has 50",
    );
  });
});

test.each([
  [{ status: 404 }, "does not know this log"],
  [{ status: 403 }, "does not know the key"],
  [{ status: 422 }, "refuses the consistency proof"],
  [{ status: 503 }, "answered 503"],
  [{ status: 409 }, "another tree of this size"],
  [{ status: 409, contentType: "text/x.tlog.size", body: "0\n" }, "another tree"],
  [{ status: 200, body: "" }, "ends in a signature line"],
  [{ status: 200, body: "— other.example AAAAAAAA\n" }, "no cosignature of witness.example/w1"],
  [{ status: 200, body: cosigned("another text\n") }, "does not verify"],
] as const)("an answer of %j is no cosignature", async (reply, reason) => {
  await served(
    async () => reply,
    async (url) => {
      const shown = await shownOf(9, log);
      await expect(anchorAt(url).obtain(shown, signal)).rejects.toThrow(reason);
    },
  );
});

test("a key that signs notes is no witness's", () => {
  const open = () =>
    openWitness({ name: "w", url: "http://w", key: log.vkey, allowPrivate: false, post });
  expect(open).toThrow("not cosignatures");
});
