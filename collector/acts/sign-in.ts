import { MACHINE } from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

interface SignInConfigured {
  readonly type: "sign_in_configured";
  readonly atMs: number;
  readonly by: string;
  readonly digest: string;
  readonly issuer: string | null;
}

interface SignInsRefused {
  readonly type: "sign_ins_refused";
  readonly atMs: number;
  readonly by: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly refused: number;
  readonly compared: number;
  readonly locked: readonly string[];
}

/** Records how people sign in, where that is not as it was. */
export function recordSignIn(
  of: Pick<SignInConfigured, "digest" | "issuer"> & {
    /** Digest of what stands where nobody configured anything, which is no news at a first start. */
    readonly usual: string;
  },
  nowMs: number,
  transact: Transact<{ readonly signIn: { readonly digest: string } | null }, SignInConfigured>,
): Promise<void> {
  return transact<void>(({ signIn }) => {
    const { digest, issuer } = of;
    const entry: SignInConfigured = {
      ...{ type: "sign_in_configured", atMs: nowMs, by: MACHINE, digest, issuer },
    };
    return { entries: (signIn?.digest ?? of.usual) === digest ? [] : [entry], result: undefined };
  });
}

/** As many names fit an entry with room to spare; an attack on more is no news beyond that. */
const LOCKED_MAX = 200;

/** Records that sign-ins were refused since the last time, in one entry; none where none was. */
export function recordRefusals(
  of: Pick<SignInsRefused, "fromMs" | "refused" | "compared" | "locked">,
  nowMs: number,
  transact: Transact<object, SignInsRefused>,
): Promise<void> {
  if (of.refused === 0) return Promise.resolve();
  return transact<void>(() => {
    const entry: SignInsRefused = {
      ...{ type: "sign_ins_refused", atMs: nowMs, by: MACHINE, toMs: nowMs },
      ...of,
      locked: of.locked.slice(0, LOCKED_MAX),
    };
    return { entries: [entry], result: undefined };
  });
}
