import type { LedgerPast, LedgerStanding } from "@tiltmeter/dashboards";
import { z } from "zod";
import type { Described, RouteDescription } from "../described.ts";
import type { Routes } from "../environment.ts";
import { cursorAt, noQuery, notOurs, PAGE, pageJson, placeIn } from "../paging.ts";
import { countText, instantText, iso, isoOrNull, queryOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { documentShape } from "../shapes/decision-review.ts";
import {
  anchorShape,
  EVERY,
  ledgerEntryShape,
  ledgerKeyShape,
  ledgerPastShape,
  ledgerShape,
  ORIGIN,
  proofShape,
  SIZE,
  vkeyShape,
} from "../shapes/ledger.ts";
import { listOf } from "../shapes/list-of.ts";
import type { Json } from "./shapes.ts";

/** Beyond what is signed: why, in words. */
export interface Beyond {
  readonly beyond: string;
}

/** What the API reads and does of the ledger. */
export interface LedgerApi {
  /** The newest signed note; null before the first. */
  readonly checkpoint: () => string | null;
  /** Bytes of a tile or bundle by its path, `tile/0/x001/067`; null where the signed tree has none. */
  readonly tile: (path: string) => Promise<Uint8Array | null>;
  readonly entries: (of: { readonly from: number; readonly limit: number }) => Promise<{
    readonly items: readonly {
      readonly index: number;
      readonly leafHash: string;
      readonly entry: object;
    }[];
    readonly size: number;
  }>;
  /** `size` null: of the newest checkpoint. */
  readonly inclusion: (of: { readonly index: number; readonly size: number | null }) => Promise<
    | {
        readonly index: number;
        readonly size: number;
        readonly leafHash: string;
        readonly root: string;
        readonly proof: readonly string[];
        readonly tlogProof: string | null;
      }
    | Beyond
  >;
  readonly consistency: (of: { readonly from: number; readonly to: number | null }) => Promise<
    | {
        readonly from: number;
        readonly fromRoot: string;
        readonly to: number;
        readonly toRoot: string;
        readonly proof: readonly string[];
      }
    | Beyond
  >;
  readonly ledger: () => Promise<LedgerStanding>;
  readonly ledgerAt: (of: { readonly atMs: number }) => Promise<LedgerPast>;
  /** What an anchor gave, as it was kept; null where no anchor gave a document of this digest. */
  readonly anchorDocument: (digest: string) => Promise<object | null>;
  /** Null beyond the present size. */
  readonly summaryAt: (size: number) => Promise<LedgerPast | null>;
  /** Hands the log over to a new key; resolves with its text. */
  readonly rotateKey: (by: string) => Promise<string>;
}

const entriesQuery = z.strictObject({
  from: countText.optional().describe("Index of the first entry; absent: 0."),
  ...PAGE,
});
const proofsQuery = z.strictObject({
  index: countText.optional().describe("Of an entry: a proof that the tree has it."),
  size: countText.optional().describe("Of that tree; absent: of the newest checkpoint."),
  from: countText.optional().describe("Size of a smaller tree: a proof that the larger holds it."),
  to: countText.optional().describe("Size of the larger tree; absent: of the newest checkpoint."),
  format: z
    .enum(["json", "tlog-proof"])
    .default("json")
    .describe("`tlog-proof`: as text with its checkpoint, for stock tools."),
});
const pastQuery = z.strictObject({
  at: instantText.optional(),
  size: countText.optional().describe("After so many entries, in place of `at`."),
});

const YEAR_SECONDS = 31_536_000;

/** The log in the formats of C2SP, and the same as JSON. */
export function ledgerRoutes(app: Routes, ledger: LedgerApi): void {
  // Stock tools take any prefix: the paths of C2SP stand at the root and beside the rest of the ledger.
  app.on("GET", ["/checkpoint", "/api/v1/ledger/checkpoint"], (c) => {
    const text = ledger.checkpoint();
    if (text === null) throw missing("checkpoint", "yet");
    c.header("cache-control", "no-cache");
    return c.text(text);
  });
  app.on("GET", ["/tile/:level/*", "/api/v1/ledger/tile/:level/*"], async (c) => {
    const path = c.req.path.slice(c.req.path.indexOf("tile/"));
    const bytes = await ledger.tile(path);
    if (bytes === null) throw missing("tile", path);
    // A tile never changes; it is not for caches that others share.
    c.header("cache-control", `private, max-age=${YEAR_SECONDS}, immutable`);
    c.header("content-type", "application/octet-stream");
    return c.body(Uint8Array.from(bytes).buffer);
  });
  app.get("/api/v1/ledger", async (c) => {
    queryOf(c, noQuery);
    return c.json(standingJson(await ledger.ledger()));
  });
  app.get("/api/v1/ledger/entries", async (c) => {
    const { limit, cursor, from: first = 0 } = queryOf(c, entriesQuery);
    const from = cursor === undefined ? first : indexIn(cursor);
    const { items, size } = await ledger.entries({ from, limit });
    const next = from + items.length;
    const isMore = items.length > 0 && next < size;
    return pageJson(c, { items, next: isMore ? cursorAt([next]) : null }, { size });
  });
  app.on("GET", ["/api/v1/ledger/proofs", "/api/v1/ledger/proof"], async (c) => {
    const { index, from, size = null, to = null, format } = queryOf(c, proofsQuery);
    if ((index === undefined) === (from === undefined)) {
      const detail =
        "ask for ?index=N (an entry, in the tree of &size=M or of the newest checkpoint), or for ?from=N (a smaller tree, in that of &to=M)";
      throw new Refusal({ status: 400, code: "invalid_parameter", detail });
    }
    if (index !== undefined) {
      const found = within(await ledger.inclusion({ index, size }));
      if (format !== "tlog-proof") return c.json(found);
      if (found.tlogProof !== null) return c.text(found.tlogProof);
      const detail = "a proof with its checkpoint is of the newest one: leave size out";
      throw new Refusal({ status: 400, detail });
    }
    return c.json(within(await ledger.consistency({ from: from ?? 0, to })));
  });
  app.get("/api/v1/ledger/keys", async (c) => {
    queryOf(c, noQuery);
    const { origin, keys } = await ledger.ledger();
    return pageJson(c, { items: keys.map(keyJson), next: null }, { origin });
  });
  app.post("/api/v1/ledger/keys", async (c) => {
    const vkey = await ledger.rotateKey(c.get("caller").name);
    return c.json({ vkey }, 201);
  });
  app.get("/api/v1/ledger/anchors", async (c) => {
    queryOf(c, noQuery);
    const { anchors, anchorEveryMs } = await ledger.ledger();
    const page = { items: anchors.map(anchorJson), next: null };
    return pageJson(c, page, { everySeconds: anchorEveryMs / 1000 });
  });
  app.get("/api/v1/ledger/anchors/:digest", async (c) => {
    const digest = c.req.param("digest");
    queryOf(c, noQuery);
    const found = await ledger.anchorDocument(digest);
    if (found === null) throw missing("document of an anchor", digest);
    return c.json(found);
  });
  app.get("/api/v1/ledger/past", async (c) => {
    const { size, at: atMs } = queryOf(c, pastQuery);
    if (size !== undefined && atMs === undefined) {
      const found = await ledger.summaryAt(size);
      if (found === null) throw missing("state after so many entries", String(size));
      return c.json(pastJson(found));
    }
    if (atMs !== undefined && size === undefined) {
      return c.json(pastJson(await ledger.ledgerAt({ atMs })));
    }
    const detail = "ask for ?at=INSTANT or for ?size=N (after so many entries)";
    throw new Refusal({ status: 400, code: "invalid_parameter", detail });
  });
}

function indexIn(cursor: string): number {
  const [index] = placeIn(cursor);
  if (typeof index !== "number") throw notOurs();
  return index;
}

function within<T extends object>(found: T | Beyond): T {
  if (!("beyond" in found)) return found;
  throw new Refusal({ status: 404, detail: found.beyond });
}

function standingJson(of: LedgerStanding): Json {
  const { checkpoint, keys, heartbeat, silences, gaps, anchors, anchorEveryMs, ...others } = of;
  const { reconciled, ...rest } = others;
  return {
    ...rest,
    checkpoint: checkpoint && {
      size: checkpoint.size,
      text: checkpoint.text,
      at: isoOrNull(checkpoint.atMs),
    },
    keys: keys.map(keyJson),
    heartbeat: heartbeat && {
      last: iso(heartbeat.lastMs),
      everySeconds: heartbeat.everyMs / 1000,
      count: heartbeat.count,
    },
    silences: silences.map(({ fromMs, toMs, maintenance }) => ({
      ...{ from: iso(fromMs), to: iso(toMs), maintenance },
    })),
    gaps: gaps.map(({ atMs, journal, afterSeq, beforeSeq }) => ({
      at: iso(atMs),
      ...{ journal, afterSeq, beforeSeq },
    })),
    reconciled: reconciled.map(({ atMs, ...each }) => ({ at: iso(atMs), ...each })),
    anchors: anchors.map(anchorJson),
    anchorEverySeconds: anchorEveryMs / 1000,
  };
}

function keyJson({ sinceMs, ...key }: LedgerStanding["keys"][number]): Json {
  return { ...key, since: iso(sinceMs) };
}

function anchorJson({ obtained, failure, ...anchor }: LedgerStanding["anchors"][number]): Json {
  return {
    ...anchor,
    obtained: obtained && {
      at: iso(obtained.atMs),
      size: obtained.size,
      attested: isoOrNull(obtained.attestedMs),
      document: obtained.document,
    },
    failure: failure && {
      at: iso(failure.atMs),
      failures: failure.failures,
      detail: failure.detail,
      next: iso(failure.nextMs),
    },
  };
}

function pastJson({ lastMs, ...past }: LedgerPast): Json {
  return { ...past, last: isoOrNull(lastMs) };
}

const CHECKPOINT: RouteDescription = {
  tag: "Ledger",
  summary: "Fetch the newest signed checkpoint",
  detail: "A C2SP signed note. Whoever keeps one can hold the collector to it.",
  answers: {
    200: { of: "The note.", text: { "text/plain": "Origin, size, root, signatures." } },
  },
  problems: { 404: "None was signed yet." },
};

const TILE: RouteDescription = {
  tag: "Ledger",
  summary: "Fetch a tile of the tree, or a bundle of entries",
  detail: "C2SP tlog-tiles: `/tile/0/x001/067`, `/tile/entries/000.p/12`.",
  path: { level: "Level of the tree, or `entries`.", path: "The rest of the tile's path." },
  answers: {
    200: { of: "Its bytes; they never change.", text: { "application/octet-stream": "A tile." } },
  },
};

const PROOFS: RouteDescription = {
  tag: "Ledger",
  summary: "Prove that the ledger has an entry, or that it only grew",
  query: proofsQuery,
  answers: {
    200: {
      of: "Hashes from the leaf, or between the trees.",
      json: proofShape,
      text: { "text/plain": "With `format=tlog-proof`." },
    },
  },
  problems: { 404: "It is beyond what is signed." },
};

export const LEDGER_ROUTES: Described = {
  "GET /checkpoint": CHECKPOINT,
  "GET /api/v1/ledger/checkpoint": CHECKPOINT,
  "GET /tile/:level/*": TILE,
  "GET /api/v1/ledger/tile/:level/*": TILE,
  "GET /api/v1/ledger": {
    tag: "Ledger",
    summary: "Say how the ledger stands, and who vouches for it",
    query: noQuery,
    answers: { 200: { of: "Its tree, keys, silences and anchors.", json: ledgerShape } },
  },
  "GET /api/v1/ledger/entries": {
    tag: "Ledger",
    summary: "List entries of the ledger, oldest first",
    query: entriesQuery,
    answers: { 200: { of: "With their hashes.", json: listOf(ledgerEntryShape, SIZE) } },
  },
  "GET /api/v1/ledger/proofs": PROOFS,
  "GET /api/v1/ledger/proof": PROOFS,
  "GET /api/v1/ledger/keys": {
    tag: "Ledger",
    summary: "List the keys that sign, or have signed, the ledger",
    query: noQuery,
    answers: {
      200: { of: "Oldest first; the last one signs.", json: listOf(ledgerKeyShape, ORIGIN) },
    },
  },
  "POST /api/v1/ledger/keys": {
    tag: "Ledger",
    summary: "Hand the ledger over to a new signing key",
    answers: { 201: { of: "The new public key.", json: vkeyShape } },
  },
  "GET /api/v1/ledger/anchors": {
    tag: "Ledger",
    summary: "List who vouches for checkpoints, and what each last vouched for",
    query: noQuery,
    answers: { 200: { of: "Anchors.", json: listOf(anchorShape, EVERY) } },
  },
  "GET /api/v1/ledger/anchors/:digest": {
    tag: "Ledger",
    summary: "Fetch what an anchor gave as proof",
    query: noQuery,
    answers: { 200: { of: "As it was kept.", json: documentShape } },
  },
  "GET /api/v1/ledger/past": {
    tag: "Ledger",
    summary: "Show the state of governance as it was",
    query: pastQuery,
    answers: { 200: { of: "In short.", json: ledgerPastShape } },
    problems: { 404: "There are not so many entries." },
  },
};
