import type { LedgerPast, LedgerStanding } from "@tiltmeter/dashboards";
import type { Request, Routes } from "../environment.ts";
import { limitOf } from "../paging.ts";
import { instantMs, iso, isoOrNull } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
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

const YEAR_SECONDS = 31_536_000;

/** The log in the formats of C2SP, and the same as JSON. */
export function ledgerRoutes(app: Routes, ledger: LedgerApi): void {
  app.get("/checkpoint", (c) => {
    const text = ledger.checkpoint();
    if (text === null) throw missing("checkpoint", "yet");
    c.header("cache-control", "no-cache");
    return c.text(text);
  });
  app.get("/tile/:level/*", async (c) => {
    const path = c.req.path.slice(1);
    const bytes = await ledger.tile(path);
    if (bytes === null) throw missing("tile", path);
    // A tile never changes; it is not for caches that others share.
    c.header("cache-control", `private, max-age=${YEAR_SECONDS}, immutable`);
    c.header("content-type", "application/octet-stream");
    return c.body(Uint8Array.from(bytes).buffer);
  });
  app.get("/api/v1/ledger", async (c) => c.json(standingJson(await ledger.ledger())));
  app.get("/api/v1/ledger/entries", async (c) => {
    const limit = limitOf(c);
    const from = countOf(c, "cursor") ?? countOf(c, "from") ?? 0;
    const { items, size } = await ledger.entries({ from, limit });
    const next = from + items.length;
    return c.json({ items, size, next: items.length > 0 && next < size ? String(next) : null });
  });
  app.get("/api/v1/ledger/proofs", async (c) => {
    const index = countOf(c, "index");
    const from = countOf(c, "from");
    if ((index === null) === (from === null)) {
      const detail =
        "ask for ?index=N (an entry, in the tree of &size=M or of the newest checkpoint), or for ?from=N (a smaller tree, in that of &to=M)";
      throw new Refusal({ status: 400, detail });
    }
    if (index !== null) {
      const found = within(await ledger.inclusion({ index, size: countOf(c, "size") }));
      if (c.req.query("format") !== "tlog-proof") return c.json(found);
      if (found.tlogProof !== null) return c.text(found.tlogProof);
      const detail = "a proof with its checkpoint is of the newest one: leave size out";
      throw new Refusal({ status: 400, detail });
    }
    return c.json(within(await ledger.consistency({ from: from ?? 0, to: countOf(c, "to") })));
  });
  app.get("/api/v1/ledger/keys", async (c) => {
    const { origin, keys } = await ledger.ledger();
    return c.json({ origin, items: keys.map(keyJson) });
  });
  app.post("/api/v1/ledger/keys", async (c) => {
    const vkey = await ledger.rotateKey(c.get("caller").name);
    return c.json({ vkey }, 201);
  });
  app.get("/api/v1/ledger/anchors", async (c) => {
    const { anchors, anchorEveryMs } = await ledger.ledger();
    return c.json({ items: anchors.map(anchorJson), everySeconds: anchorEveryMs / 1000 });
  });
  app.get("/api/v1/ledger/anchors/:digest", async (c) => {
    const digest = c.req.param("digest");
    const found = await ledger.anchorDocument(digest);
    if (found === null) throw missing("document of an anchor", digest);
    return c.json(found);
  });
  app.get("/api/v1/ledger/past", async (c) => {
    const size = countOf(c, "size");
    const at = c.req.query("at");
    if ((size === null) === (at === undefined)) {
      const detail = "ask for ?at=INSTANT or for ?size=N (after so many entries)";
      throw new Refusal({ status: 400, detail });
    }
    if (size !== null) {
      const found = await ledger.summaryAt(size);
      if (found === null) throw missing("state after so many entries", String(size));
      return c.json(pastJson(found));
    }
    const atMs = instantMs(at ?? "");
    if (atMs !== null) return c.json(pastJson(await ledger.ledgerAt({ atMs })));
    const detail = "at must be an ISO 8601 date, or instant with a time zone";
    throw new Refusal({ status: 400, detail });
  });
}

function countOf(c: Request, name: string): number | null {
  const text = c.req.query(name);
  if (text === undefined) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const detail = `${name} must be a whole number, got ${JSON.stringify(text.slice(0, 64))}`;
  throw new Refusal({ status: 400, detail });
}

function within<T extends object>(found: T | Beyond): T {
  if (!("beyond" in found)) return found;
  throw new Refusal({ status: 404, detail: found.beyond });
}

function standingJson(of: LedgerStanding): Json {
  const { checkpoint, keys, heartbeat, silences, gaps, anchors, anchorEveryMs, ...rest } = of;
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
    silences: silences.map(({ fromMs, toMs }) => ({ from: iso(fromMs), to: iso(toMs) })),
    gaps: gaps.map(({ atMs, journal, afterSeq, beforeSeq }) => ({
      at: iso(atMs),
      ...{ journal, afterSeq, beforeSeq },
    })),
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
