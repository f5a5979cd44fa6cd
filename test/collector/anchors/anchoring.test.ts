import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Anchor, AnchorRefused } from "tiltmeter/anchors/anchor";
import {
  type AnchorEntry,
  type AnchorStanding,
  createAnchoring,
} from "tiltmeter/anchors/anchoring";
import { openFolderCopy, urlCopy } from "tiltmeter/anchors/copy";
import { expect, test } from "vitest";
import { post, served } from "./served.ts";
import { shownOf, signerOf } from "./shown.ts";

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;
const signer = signerOf("log.example");

/** Anchoring over a ledger that is a list, until an instant, a look every ten seconds. */
async function lived(
  anchors: readonly Anchor[],
  untilMs: number,
): Promise<readonly (AnchorEntry & { readonly atMs: number })[]> {
  const entries: (AnchorEntry & { readonly atMs: number })[] = [];
  const standing = (name: string): AnchorStanding | null => {
    const own = entries.filter(({ anchor }) => anchor === name);
    const obtained = own.findLast((each) => each.type === "anchor_obtained") ?? null;
    const last = own.at(-1);
    const failure = last?.type === "anchor_failed" ? last : null;
    return last === undefined ? null : { obtained, failure };
  };
  const anchoring = createAnchoring({
    ...{ anchors, everyMs: HOUR, standing },
    checkpoint: async () => shownOf(9, signer),
    keep: async (document) => JSON.stringify(document),
    record: async (entry, atMs) => void entries.push({ ...entry, atMs }),
    cosign: async () => undefined,
    random: () => 1,
  });
  for (let nowMs = NOW; nowMs <= NOW + untilMs; nowMs += 10_000) await anchoring.tick(nowMs);
  anchoring.stop();
  return entries;
}

const anchorOf = (name: string, obtain: Anchor["obtain"]): Anchor => ({
  ...{ name, kind: "copy", where: "somewhere", warning: null, obtain },
});
const good: Anchor["obtain"] = async ({ lastSize }) => ({
  ...{ document: { lastSize }, attestedMs: null, signatures: [] },
});

test("an anchor is asked once an interval, and told what it has seen", async () => {
  const entries = await lived([anchorOf("a", good)], 3 * HOUR);
  expect(entries.map(({ type, atMs }) => [type, (atMs - NOW) / HOUR])).toEqual([
    ["anchor_obtained", 0],
    ["anchor_obtained", 1],
    ["anchor_obtained", 2],
    ["anchor_obtained", 3],
  ]);
  expect(entries[0]).toMatchObject({ document: '{"lastSize":0}', size: 9 });
  expect(entries[1]).toMatchObject({ document: '{"lastSize":9}' });
});

test("what fails is tried again after a minute, then twice as long each time, up to the interval; others go on", async () => {
  let isUp = false;
  const flaky = anchorOf("b", async (shown, signal) => {
    if (isUp) return good(shown, signal);
    throw new AnchorRefused("the receiver answered 503");
  });
  const lost = anchorOf("c", async () => {
    throw Object.assign(new Error("connect ECONNREFUSED https://secret@host"), {
      code: "ECONNREFUSED",
    });
  });
  const entries = await lived([flaky, anchorOf("a", good), lost], 2 * HOUR + 60_000);
  const of = (name: string) => entries.filter(({ anchor }) => anchor === name);
  expect(of("a")).toHaveLength(3);
  expect(of("b").map(({ atMs }) => (atMs - NOW) / 60_000)).toEqual([0, 1, 3, 7, 15, 31, 63]);
  expect(of("b").at(-1)).toMatchObject({ failures: 7, detail: "the receiver answered 503" });
  expect(JSON.stringify(of("c"))).not.toContain("secret");
  expect(of("c")[0]).toMatchObject({ detail: "it cannot be reached (ECONNREFUSED)" });
  isUp = true;
  expect(await lived([flaky], 0)).toMatchObject([{ type: "anchor_obtained" }]);
});

test("copies lie in the folder: the newest in one place, and each that was obtained for good", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-copies-"));
  try {
    const copies = join(folder, "elsewhere", "checkpoints");
    const copy = await openFolderCopy({ name: "copy", folder: copies, data: folder });
    expect(copy.warning).toContain("on the same disk");
    const signal = new AbortController().signal;
    for (const size of [3, 9]) await copy.obtain(await shownOf(size, signer), signal);
    const newest = await shownOf(12, signer);
    await copy.follow(newest.text);
    expect((await readdir(copies)).sort()).toEqual(["3.checkpoint", "9.checkpoint", "checkpoint"]);
    expect(await readFile(join(copies, "checkpoint"), "utf8")).toBe(newest.text);
    expect(await readFile(join(copies, "3.checkpoint"), "utf8")).toMatch(/^log.example\n3\n/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("copies that are posted count where the receiver took them", async () => {
  const taken: string[] = [];
  let status = 204;
  const answer = async ({ body }: { body: Buffer }) => {
    taken.push(body.toString());
    return { status };
  };
  await served(answer, async (url) => {
    const copy = urlCopy({ name: "copy", url: `${url}/?token=secret`, allowPrivate: false, post });
    expect(copy.where).not.toContain("secret");
    const shown = await shownOf(9, signer);
    const signal = new AbortController().signal;
    await copy.obtain(shown, signal);
    expect(taken).toEqual([shown.text]);
    status = 302;
    await expect(copy.obtain(shown, signal)).rejects.toThrow("answered 302");
  });
});
