import type { AcknowledgeDeps } from "tiltmeter/http/acknowledge";
import type { ApiNotifications } from "tiltmeter/http/api/notifications";

/** Two messages: one that arrived, and one that was given up. */
export function benchNotifications(clock: { readonly nowMs: number }): ApiNotifications {
  const tried = { status: 200, nextMs: null, attempt: 1 };
  const of = { kind: "single", event: "raised", records: ["NC-2026-0001"], retried: null };
  const messages: ReturnType<ApiNotifications["messages"]> = [
    {
      ...{ ...of, id: "msg_1", place: 0, channel: "chat", atMs: 1_000, outcome: "delivered" },
      ...{ nextMs: null },
      tries: [{ ...tried, atMs: 1_000, outcome: "delivered", detail: "answered 200" }],
    },
    {
      ...{ ...of, id: "msg_2", place: 1, channel: "pager", atMs: 2_000, outcome: "given_up" },
      ...{ nextMs: null },
      tries: [{ ...tried, atMs: 2_000, status: 500, outcome: "failed", detail: "answered 500" }],
    },
  ];
  return {
    caughtUp: async () => undefined,
    messages: () => messages,
    message: (id) => messages.find((each) => each.id === id) ?? null,
    waiting: () => [],
    channels: () => [
      {
        ...{ channel: "chat", kind: "slack", waiting: 0, held: 2, retrying: 0, givenUp: 0 },
        ...{ deliveredMs: 1_000, failed: null, goneMs: null },
      },
      {
        ...{ channel: "pager", kind: "pagerduty", waiting: 0, held: 0, retrying: 0, givenUp: 1 },
        ...{ deliveredMs: null, failed: { atMs: 2_000, detail: "answered 500" }, goneMs: null },
      },
    ],
    retry: async (id) => (id === "msg_2" ? "retried" : id === "msg_1" ? "not needed" : "unknown"),
    acknowledge: async (record) => record === "NC-2026-0001",
    nowMs: () => clock.nowMs,
  };
}

/** No link is one of ours. */
export const BENCH_LINKS: Pick<AcknowledgeDeps, "read" | "acknowledge" | "pseudonymOf"> = {
  read: () => ({ kind: "refused", why: "forged" }),
  acknowledge: async () => ({ kind: "refused", why: "forged" }),
  pseudonymOf: async (name) => name,
};
