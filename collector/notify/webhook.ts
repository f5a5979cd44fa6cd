import { Webhook } from "standardwebhooks";
import type { SafeFetch } from "./safe-fetch.ts";
import { retryAfterMs } from "./schedule.ts";
import type { Secret } from "./secret.ts";

/** Where a webhook goes. */
export interface WebhookTarget {
  readonly url: Secret;
  /** Standard Webhooks secret: `whsec_` and base64. */
  readonly secret: Secret;
  readonly allowPrivate: boolean;
}

/** How one try ended. `gone`: the receiver answered 410 and wants no more. */
export interface Sent {
  readonly outcome: "delivered" | "failed" | "gone";
  /** Null where no answer came. */
  readonly status: number | null;
  /** In words; never what the receiver wrote, nor the URL. */
  readonly detail: string;
  readonly retryAfterMs: number | null;
}

/**
 * Posts one message, signed as Standard Webhooks 1.0.0 says. Never throws: every failure is an outcome.
 *
 * `id` stays the same over all tries, so that the receiver can tell a repeat; the timestamp is the try's own.
 */
export async function sendWebhook(of: {
  readonly target: WebhookTarget;
  readonly id: string;
  readonly body: string;
  readonly nowMs: number;
  readonly fetch: SafeFetch;
  readonly signal: AbortSignal;
}): Promise<Sent> {
  try {
    const at = new Date(of.nowMs);
    const call = {
      url: of.target.url.reveal(),
      headers: {
        "content-type": "application/json",
        "user-agent": "tiltmeter",
        "webhook-id": of.id,
        "webhook-timestamp": String(Math.floor(of.nowMs / 1000)),
        "webhook-signature": new Webhook(of.target.secret.reveal()).sign(of.id, at, of.body),
      },
      body: of.body,
      allowPrivate: of.target.allowPrivate,
    };
    const { status, retryAfter } = await of.fetch(call, of.signal);
    return { ...outcomeOf(status), status, retryAfterMs: retryAfterMs(retryAfter, of.nowMs) };
  } catch (error) {
    return { outcome: "failed", status: null, detail: describe(error), retryAfterMs: null };
  }
}

function outcomeOf(status: number): Pick<Sent, "outcome" | "detail"> {
  if (status >= 200 && status < 300) return { outcome: "delivered", detail: `answered ${status}` };
  if (status === 410) return { outcome: "gone", detail: "answered 410: wants no more messages" };
  if (status >= 300 && status < 400) {
    return { outcome: "failed", detail: `answered ${status}: redirects are not followed` };
  }
  return { outcome: "failed", detail: `answered ${status}` };
}

/** The code or the kind of a failure. Messages of the network may repeat what was sent, so they stay out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "CallRefused") return error.message;
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no answer in time";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
