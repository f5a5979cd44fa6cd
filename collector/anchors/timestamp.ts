import { createHash } from "node:crypto";
import { toBase64 } from "../tlog/base64.ts";
import { type Anchor, AnchorRefused, hostOf, type Post } from "./anchor.ts";
import { timestampRequest } from "./timestamp-request.ts";
import { certificatesOf, verifyTimestamp } from "./timestamp-token.ts";

/**
 * A timestamp authority (RFC 3161): it signs that the checkpoint existed at a time, by its own clock.
 * Only the checkpoint's hash leaves. Throws where the trusted certificates hold none.
 */
export function openTimestamp(of: {
  readonly name: string;
  readonly url: string;
  /** PEM: who may have issued the authority's certificate. */
  readonly trusted: string;
  readonly allowPrivate: boolean;
  readonly post: Post;
  /** A cryptographic source. */
  readonly random: (bytes: number) => Uint8Array;
}): Anchor {
  certificatesOf(of.trusted);
  return {
    name: of.name,
    kind: "rfc3161",
    where: hostOf(of.url),
    warning: null,
    obtain: async ({ text }, signal) => {
      const message = Buffer.from(text, "utf8");
      const nonce = of.random(NONCE_BYTES);
      const body = timestampRequest(createHash("sha256").update(message).digest(), nonce);
      const { url, allowPrivate } = of;
      const headers = {
        "content-type": "application/timestamp-query",
        accept: "application/timestamp-reply",
      };
      const answer = await of.post({ url, headers, body, allowPrivate }, signal);
      if (answer.status !== 200) throw new AnchorRefused(`the authority answered ${answer.status}`);
      const { trusted } = of;
      const response = answer.body;
      const found = await verifyTimestamp({ response, message, nonce, trusted });
      return {
        document: {
          ...{ kind: "rfc3161", checkpoint: text, response: toBase64(response) },
          ...{ authority: found.authority, serial: found.serial, atMs: found.atMs },
          trusted: of.trusted,
        },
        attestedMs: found.atMs,
        signatures: [],
      };
    },
  };
}

const NONCE_BYTES = 16;
