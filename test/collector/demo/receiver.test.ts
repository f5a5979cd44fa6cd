import { Webhook } from "standardwebhooks";
import { createReceiver, type Received } from "tiltmeter/demo/receiver";
import { expect, onTestFinished, test } from "vitest";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const body = JSON.stringify({
  type: "nonconformity.raised",
  data: { id: "NC-2026-0001", severity: "high", statement: "accuracy fell", extra: 1 },
});

async function open(): Promise<{
  readonly received: Received[];
  readonly post: (id: string, signedWith: string, text?: string) => Promise<number>;
}> {
  const received: Received[] = [];
  const receiver = await createReceiver({ secret, onMessage: (message) => received.push(message) });
  onTestFinished(receiver.close);
  return {
    received,
    post: async (id, signedWith, text = body) => {
      const at = new Date();
      const response = await fetch(receiver.url, {
        method: "POST",
        body: text,
        headers: {
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
          "webhook-signature": new Webhook(signedWith).sign(id, at, text),
        },
      });
      return response.status;
    },
  };
}

test("a signed message is handed on once, also when it is delivered twice", async () => {
  const { received, post } = await open();
  expect(await post("msg_1", secret)).toBe(204);
  expect(await post("msg_1", secret)).toBe(204);
  expect(received).toEqual([
    {
      type: "nonconformity.raised",
      id: "NC-2026-0001",
      severity: "high",
      statement: "accuracy fell",
    },
  ]);
});

test("a message signed by someone else is refused and not handed on", async () => {
  const { received, post } = await open();
  const other = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
  expect(await post("msg_1", other)).toBe(401);
  expect(received).toEqual([]);
});

test("a signed message that is not JSON is refused", async () => {
  const { received, post } = await open();
  expect(await post("msg_1", secret, "not json")).toBe(401);
  expect(received).toEqual([]);
});
