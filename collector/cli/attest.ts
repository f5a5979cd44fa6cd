import { createHash } from "node:crypto";
import { verifyRekorEntry } from "../anchors/rekor.ts";
import { verifyTimestamp } from "../anchors/timestamp-token.ts";
import { fromBase64 } from "../tlog/base64.ts";
import { parseVkey } from "../tlog/note-key.ts";
import type { Attest } from "../verify/check-anchors.ts";

/**
 * Verifies kept timestamps (RFC 3161) and entries of public logs (Rekor), as they were when they were
 * obtained: against the certificates or the key that were configured then, which they carry.
 */
export const attest: Attest = async (document) => {
  const message = Buffer.from(text(document, "checkpoint"), "utf8");
  switch (document["kind"]) {
    case "rfc3161": {
      const response = fromBase64(text(document, "response"), "the response");
      const trusted = text(document, "trusted");
      const { atMs } = await verifyTimestamp({ response, message, nonce: null, trusted });
      if (atMs !== document["atMs"]) throw new Error("the timestamp says another time");
      return true;
    }
    case "rekor": {
      const digest = createHash("sha256").update(message).digest();
      verifyRekorEntry(document["entry"], { digest, key: parseVkey(text(document, "key")) });
      return true;
    }
    default:
      return false;
  }
};

function text(document: Readonly<Record<string, unknown>>, name: string): string {
  const value = document[name];
  if (typeof value === "string") return value;
  throw new Error(`its document has no ${name}`);
}
