import { randomBytes } from "node:crypto";
import { openTimestamp } from "tiltmeter/anchors/timestamp";
import { timestampRequest } from "tiltmeter/anchors/timestamp-request";
import { verifyTimestamp } from "tiltmeter/anchors/timestamp-token";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, createAuthority, openssl } from "./authority.ts";
import { post, served } from "./served.ts";
import { shownOf, signerOf } from "./shown.ts";

const signal = new AbortController().signal;
const message = Buffer.from("a checkpoint\n");

describe.skipIf(openssl.absent)(`timestamps of OpenSSL's authority${openssl.note}`, () => {
  describe.each(["rsa", "ec"] as const)("%s", (kind) => {
    let authority: Authority;
    beforeAll(() => {
      authority = createAuthority(kind);
    });
    afterAll(() => authority[Symbol.dispose]());

    const hash = async (bytes: Uint8Array): Promise<Uint8Array> =>
      new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));

    test("a checkpoint gets a time that verifies here and by OpenSSL", async () => {
      const shown = await shownOf(9, signerOf("log.example"));
      let kept: Buffer = Buffer.alloc(0);
      const answer = async ({ body }: { body: Buffer }) => {
        kept = authority.reply(body);
        return { status: 200, contentType: "application/timestamp-reply", body: kept };
      };
      const { trusted } = authority;
      const got = await served(answer, (url) =>
        openTimestamp({
          ...{ name: "tsa", url, trusted, allowPrivate: false, post, random: randomBytes },
        }).obtain(shown, signal),
      );
      expect(got.attestedMs).toBeGreaterThan(Date.UTC(2026, 0, 1));
      expect(got.document).toMatchObject({
        ...{ kind: "rfc3161", checkpoint: shown.text, authority: "CN=Test tsa" },
        response: kept.toString("base64"),
      });
      expect(authority.verify(kept, Buffer.from(shown.text))).toBe(true);
      expect(authority.verify(kept, message)).toBe(false);
      // Kept, it verifies again without its nonce.
      const again = { response: kept, message: Buffer.from(shown.text), nonce: null, trusted };
      expect((await verifyTimestamp(again)).atMs).toBe(got.attestedMs);
    });

    test("an answer over another message, to another request or by another issuer is refused", async () => {
      const nonce = Buffer.from([0, 0, 0x91, 2, 3]);
      const response = authority.reply(timestampRequest(await hash(message), nonce));
      const { trusted } = authority;
      const good = { response, message, nonce, trusted };
      await expect(verifyTimestamp(good)).resolves.toMatchObject({ authority: "CN=Test tsa" });
      for (const [change, reason] of [
        [{ message: Buffer.from("another\n") }, "another message"],
        [{ nonce: Buffer.from([0x91, 2, 4]) }, "another request"],
        [{ response: Buffer.from("nonsense") }, "no timestamp response"],
        [{ response: response.subarray(0, 9) }, "no timestamp response"],
        [{ trusted: "" }, "hold none"],
      ] as const) {
        await expect(verifyTimestamp({ ...good, ...change })).rejects.toThrow(reason);
      }
      using other = createAuthority(kind);
      await expect(verifyTimestamp({ ...good, trusted: other.trusted })).rejects.toThrow(
        /not issued by a trusted one|does not verify/,
      );
    });

    test("no changed byte of an answer leaves it standing for another time or message", async () => {
      const nonce = Buffer.from([5, 6, 7, 8]);
      const response = authority.reply(timestampRequest(await hash(message), nonce));
      const good = { response, message, nonce, trusted: authority.trusted };
      const { atMs } = await verifyTimestamp(good);
      for (let at = 3; at < response.length; at += 7) {
        const changed = Buffer.from(response);
        changed[at] = (changed[at] ?? 0) ^ 0x01;
        const found = await verifyTimestamp({ ...good, response: changed }).catch(() => null);
        // Names in certificates that are sent along and not used may differ; what is said may not.
        if (found !== null) expect(found.atMs, `byte ${at}`).toBe(atMs);
      }
    });

    test("a refusal, and a certificate that may not stamp, are refused", async () => {
      const sha1 = Buffer.from("3024020101301f300706052b0e03021a0414".padEnd(76, "a"), "hex");
      const refused = { message, nonce: null, trusted: authority.trusted };
      await expect(
        verifyTimestamp({ ...refused, response: authority.reply(sha1) }),
      ).rejects.toThrow("refused with status 2");
      const request = timestampRequest(await hash(message), Buffer.from([1]));
      // OpenSSL itself refuses to stamp with a certificate that is not for it.
      expect(() => authority.reply(request, "server")).toThrow();
    });
  });
});

test("an authority without certificates to trust cannot be configured", () => {
  const of = { name: "tsa", url: "http://tsa", allowPrivate: false, post, random: randomBytes };
  expect(() => openTimestamp({ ...of, trusted: "none" })).toThrow("hold none (PEM)");
});

test("a request is DER with the imprint, a positive nonce and the wish for certificates", () => {
  const request = timestampRequest(Buffer.alloc(32, 0xab), Buffer.from([0, 0, 0x91, 2]));
  expect(Buffer.from(request).toString("hex")).toBe(
    `303e0201013031300d060960864801650304020105000420${"ab".repeat(32)}0203009102${"0101ff"}`,
  );
});
