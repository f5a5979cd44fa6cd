import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { missing, Refusal } from "../refusal.ts";
import { channelTestShape } from "../shapes/channel-test.ts";

/** What the API does of channels. */
export interface ApiChannels {
  /** Sends a test message and records that `by` did; `soon`: the last one of this channel is too near. */
  readonly test: (
    name: string,
    by: string,
    signal: AbortSignal,
  ) => Promise<
    | { readonly kind: "unknown" }
    | { readonly kind: "soon"; readonly waitMs: number }
    | {
        readonly kind: "tested";
        readonly outcome: "delivered" | "failed" | "gone";
        readonly status: number | null;
        readonly detail: string;
        readonly words: string;
      }
  >;
}

/** Whether a channel leads where it should. */
export function channelRoutes(app: Routes, deps: { readonly channels: ApiChannels }): void {
  app.post("/api/v1/channels/:name/test", async (c) => {
    const name = c.req.param("name");
    const answer = await deps.channels.test(name, c.get("caller").name, c.req.raw.signal);
    if (answer.kind === "unknown") throw missing("channel", name);
    if (answer.kind === "soon") {
      const retryAfterS = Math.ceil(answer.waitMs / 1000);
      const detail = `this channel was tested a moment ago; try again in ${retryAfterS} s`;
      throw new Refusal({ status: 429, detail, retryAfterS });
    }
    const { kind: _, ...probed } = answer;
    return c.json({ channel: name, ...probed });
  });
}

export const CHANNEL_ROUTES: Described = {
  "POST /api/v1/channels/:name/test": {
    tag: "Notifications",
    summary: "Send a message that says it is a test, and tell what came back",
    detail:
      "The receiver's answer is told by its status and its first words alone. A channel is tested at most every ten seconds, and each test is an entry of the ledger.",
    path: { name: "Of the channel, as configured." },
    answers: { 200: { of: "What came of it, good or bad.", json: channelTestShape } },
    problems: { 404: "No such channel is configured.", 429: "It was tested a moment ago." },
  },
};
