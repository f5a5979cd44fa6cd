import type { PredictionInput } from "@tiltmeter/sdk";
import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";

/** A request, as far as it was understood. */
export interface AskedPart {
  readonly method: string;
  /** With its query, as the client gave it. */
  readonly path: string;
  /** Lower case names; the first of several values. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the route's path. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON of the body; undefined where it is none, or too long to be kept. */
  readonly body: unknown;
}

/** An answer, as far as it was understood. */
export interface AnsweredPart {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON of the body; undefined where it is none, or too long to be kept. */
  readonly body: unknown;
  /** The body as text, decompressed; `""` where there is none, or where it could not be kept. */
  readonly text: string;
  /** Whether the text is a stream of server-sent events. */
  readonly isEvents: boolean;
  /** Seconds from the request to the first byte of the answer's body; null where none came. */
  readonly firstChunk: number | null;
}

/** What an exchange says of one prediction: all but when, how long and how it ended, which is not the bodies' to say. */
export type Said = Omit<PredictionInput, "time" | "latency" | "status"> & {
  readonly call?: GenAiCall;
};

/** What is known of a call's predictions before it was answered. */
export interface Foreseen {
  /** The caller's own id; null where the request has none. */
  readonly id: string | null;
  /** How many predictions; null where it is one, without a number in its id. */
  readonly many: number | null;
  /** The answer's body will name its id. */
  readonly isNamedByAnswer: boolean;
}

/** Reads exchanges of one kind. Neither method throws or looks at anything but its arguments. */
export interface ExchangeReader {
  readonly foresee: (asked: AskedPart) => Foreseen;
  /** One prediction, or a list where one call makes many; `id`: the answer's own, where it has one. */
  readonly read: (
    asked: AskedPart,
    answered: AnsweredPart,
  ) => { readonly id: string | null; readonly said: Said | readonly Said[] };
}
