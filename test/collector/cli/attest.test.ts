import { randomBytes } from "node:crypto";
import { openTimestamp } from "tiltmeter/anchors/timestamp";
import { attest } from "tiltmeter/cli/attest";
import { expect, test } from "vitest";
import { createAuthority, openssl } from "../anchors/authority.ts";
import { post, served } from "../anchors/served.ts";
import { shownOf, signerOf } from "../anchors/shown.ts";

test.skipIf(openssl.absent)(
  `a timestamp that was kept verifies again, and not for another checkpoint or time${openssl.note}`,
  async () => {
    using authority = createAuthority("ec");
    const shown = await shownOf(9, signerOf("log.example"));
    const answer = async ({ body }: { body: Buffer }) => ({
      ...{ status: 200, contentType: "application/timestamp-reply" },
      body: authority.reply(body),
    });
    const { trusted } = authority;
    const { document } = await served(answer, (url) =>
      openTimestamp({
        ...{ name: "tsa", url, trusted, allowPrivate: false, post, random: randomBytes },
      }).obtain(shown, new AbortController().signal),
    );
    expect(await attest(document)).toBe(true);
    const other = { ...document, checkpoint: `${String(document["checkpoint"])} ` };
    await expect(attest(other)).rejects.toThrow("another message");
    await expect(attest({ ...document, atMs: 1 })).rejects.toThrow("another time");
    await expect(attest({ ...document, response: undefined })).rejects.toThrow("has no response");
    expect(await attest({ kind: "dream", checkpoint: "x" })).toBe(false);
  },
);
