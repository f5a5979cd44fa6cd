import { inspect } from "node:util";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";

test("a secret shows in no way of printing it, and is told only when asked", () => {
  const secret = new Secret("whsec_open");
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ nested: { secret } }, { depth: 9, showHidden: true }),
    JSON.stringify({ ...secret }),
  ];
  for (const text of shown) expect(text).not.toContain("open");
  expect(secret.reveal()).toBe("whsec_open");
});
