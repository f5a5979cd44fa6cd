import { createHmac, hash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { seal, unseal } from "./envelope.ts";
import type { KeyStore } from "./key-store.ts";

/** Texts of a prompt and its answer as they are kept: nobody reads them without the key. */
export interface SealedContent {
  /** HMAC of the texts under the key, hex: the same texts of the same subject have the same. */
  readonly hash: string;
  /** Id of the key. */
  readonly key: string;
  /** Packed and encrypted, base64. */
  readonly body: string;
}

type Texts = Readonly<Record<string, string>>;

/** Seals prompts and answers, and forgets them by their keys. */
export interface Contents {
  /** The key is on the disk when this resolves. */
  readonly seal: (of: {
    readonly system: string;
    /** Whom it is about; `""`: nobody knows, and the key is that of the system's day. */
    readonly subject: string;
    readonly atMs: number;
    readonly texts: Texts;
  }) => Promise<SealedContent>;
  /** Null where the key is destroyed. Throws where it is not what was sealed. */
  readonly open: (of: SealedContent) => Texts | null;
  /** Id of the key of a subject; null where there is none. */
  readonly keyOfSubject: (system: string, subject: string) => string | null;
  /** Destroys keys: every copy of what they lock is gone, wherever it lies. */
  readonly forget: (keys: readonly string[]) => Promise<void>;
  /** Destroys the keys of days that ended before an instant, of one system or of all but some. */
  readonly forgetDays: (of: {
    readonly system: string | null;
    readonly except: readonly string[];
    readonly beforeMs: number;
  }) => Promise<void>;
}

const DAY_MS = 86_400_000;
const OF_DAY = /^content@(\d{4}-\d{2}-\d{2}):(.*)$/s;
/** As a request has; what unpacks to more was not packed here. */
const TEXT_BYTES_MAX = 32 * 1_048_576;

export function createContents(keys: KeyStore): Contents {
  return {
    seal: async ({ system, subject, atMs, texts }) => {
      const { id, bytes } = await keys.keyOf(
        subject === "" ? nameOfDay(system, atMs) : nameOfSubject(system, subject),
      );
      const text = canonicalJson(texts);
      const mac = createHmac("sha256", bytes).update(text).digest("hex");
      const body = Buffer.from(seal(bytes, mac, deflateRawSync(text))).toString("base64");
      return { hash: mac, key: id, body };
    },
    open: ({ hash: mac, key, body }) => {
      const bytes = keys.byId(key);
      if (bytes === null) return null;
      const packed = unseal(bytes, mac, Buffer.from(body, "base64"));
      const text = inflateRawSync(packed, { maxOutputLength: TEXT_BYTES_MAX }).toString("utf8");
      return JSON.parse(text) as Texts; // sealed by this code
    },
    keyOfSubject: (system, subject) => keys.get(nameOfSubject(system, subject))?.id ?? null,
    forget: async (ids) => {
      for (const id of ids) await keys.destroyId(id);
    },
    forgetDays: async ({ system, except, beforeMs }) => {
      for (const name of [...keys.subjects()]) {
        const [, day = "", of = ""] = OF_DAY.exec(name) ?? [];
        if (day === "" || Date.parse(day) + DAY_MS > beforeMs) continue;
        if (system === null ? !except.includes(of) : of === system) await keys.destroy(name);
      }
    },
  };
}

function nameOfDay(system: string, atMs: number): string {
  return `content@${new Date(atMs).toISOString().slice(0, 10)}:${system}`;
}

/** The name of a key stays when the key goes: it must not tell whose it was. */
function nameOfSubject(system: string, subject: string): string {
  return `content:${hash("sha256", `${system}\0${subject}`)}`;
}
