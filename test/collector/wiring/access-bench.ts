import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AUTH_DEFAULTS, type AuthConfig } from "tiltmeter/auth-config";
import type { Caller } from "tiltmeter/http/authenticate";
import { createKey, hashSecret, keyText } from "tiltmeter/http/key";
import type { Role } from "tiltmeter/http/role";
import { Ledger } from "tiltmeter/ledger/ledger";
import { type Closing, createClosing } from "tiltmeter/wiring/closing";
import { type Access, openAccess } from "tiltmeter/wiring/open-access";
import { openWords, type Words } from "tiltmeter/wiring/open-words";
import { type HttpBench, httpBench, NOW_MS } from "../http/http-bench.ts";

/** Access over a real ledger and real stores in a folder, behind the real routes. */
export interface AccessBench {
  readonly ledger: Ledger;
  readonly words: Words;
  readonly access: Access;
  readonly bench: HttpBench;
  /** A key of a program's, in the ledger; its text. */
  readonly key: (role: Role, systems?: readonly string[] | null) => Promise<string>;
  /** Everything that lies in the data folder's files, as bytes. */
  readonly folder: string;
}

export const ROOT: Caller = {
  ...{ id: "key:rootroot", name: "p_aaaaaaaaaaaaaaaa", role: "admin", systems: null, via: "key" },
  ...{ person: null, keyId: "rootroot", sessionId: null },
};

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-access-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens access over a folder, as a start does; closes it again. */
export async function withAccess<T>(
  of: {
    readonly folder: string;
    readonly clock?: { nowMs: number };
    readonly auth?: Partial<AuthConfig>;
    readonly publicUrl?: string;
  },
  work: (bench: AccessBench) => Promise<T>,
): Promise<T> {
  const clock = of.clock ?? { nowMs: NOW_MS };
  const now = (): number => clock.nowMs;
  const closing: Closing = createClosing();
  try {
    const ledger = closing.keep(
      await Ledger.open({ folder: join(of.folder, "ledger"), now }),
      (it) => it.close(),
    );
    const words = closing.keep(await openWords({ folder: of.folder, ledger }), (it) => it.close());
    const url = of.publicUrl ?? "http://127.0.0.1:4318";
    const access = await openAccess({
      ...{ folder: of.folder, ledger, words, now, closing },
      auth: { ...AUTH_DEFAULTS, ...of.auth },
      publicUrl: () => url,
      log: () => undefined,
    });
    const bench = httpBench({
      ...{ access, identities: access.identities },
      publicUrl: of.publicUrl ?? null,
    });
    const key: AccessBench["key"] = async (role, systems = null) => {
      const made = createKey(role, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
      const name = await words.people.pseudonymOf(`the ${role} robot ${made.id}`);
      const hash = hashSecret(made.secret);
      await ledger.append([
        {
          type: "key_created",
          atMs: now(),
          by: "tiltmeter",
          id: made.id,
          role,
          name,
          hash,
          systems,
        },
      ]);
      return keyText(made);
    };
    return await work({ ledger, words, access, bench, key, folder: of.folder });
  } finally {
    await closing.close();
  }
}

/** What a page sets of a cookie, ready to send. */
export function cookieOf(answer: Response, name = "tiltmeter_session"): string {
  const found = answer.headers.getSetCookie().find((each) => each.startsWith(`${name}=`));
  return found?.split(";")[0] ?? "";
}

/** A form as a browser sends it from a page of ours. */
export function form(fields: Readonly<Record<string, string>>, cookie = ""): RequestInit {
  return {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "sec-fetch-site": "same-origin", ...(cookie === "" ? {} : { cookie }) },
  };
}
