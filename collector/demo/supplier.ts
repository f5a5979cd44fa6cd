import { chance } from "./hash.ts";

/** The name that the assistant asks for, as an alias: the supplier decides which model it means today. */
export const ASKED_MODEL = "gpt-4o-mini";
/** The model that was tested and approved. */
export const APPROVED_MODEL = "gpt-4o-mini-2024-07-18";
/** The model that answers under the same name later; nobody is told. */
export const OTHER_MODEL = "gpt-4.1-mini-2025-04-14";

/** What is asked, as far as an answer depends on it. */
export interface Asked {
  readonly question: string;
  /** Names of the tools that may be used; empty where the results of tools were handed in. */
  readonly tools: readonly string[];
  /** Whether the other model answers. */
  readonly isOther: boolean;
}

/** What the supplier's model answers, what it used up, and how long it takes. */
export type Given =
  | { readonly kind: "failed"; readonly status: 503; readonly afterMs: number }
  | {
      readonly kind: "answered";
      readonly model: string;
      readonly words: readonly string[];
      readonly refusal: string | null;
      readonly tool: string | null;
      readonly finishReason: "stop" | "length" | "tool_calls" | "content_filter";
      readonly inputTokens: number;
      /** Of the input tokens, those that the supplier had kept from calls before. */
      readonly cachedTokens: number;
      readonly outputTokens: number;
      /** Until the first word. */
      readonly afterMs: number;
      /** Between one piece of a streamed answer and the next. */
      readonly everyMs: number;
    };

/** How one model does. The other one talks more, is cut off and asks for tools more often, and is slower. */
interface Manner {
  readonly model: string;
  readonly words: number;
  readonly firstWordMs: number;
  readonly usesTool: number;
  readonly isCutOff: number;
}

const APPROVED: Manner = {
  model: APPROVED_MODEL,
  words: 60,
  firstWordMs: 18,
  usesTool: 0.2,
  isCutOff: 0.01,
};
const OTHER: Manner = {
  model: OTHER_MODEL,
  words: 95,
  firstWordMs: 34,
  usesTool: 0.35,
  isCutOff: 0.07,
};

const FAILS = 0.015;
const REFUSES = 0.02;
const IS_FILTERED = 0.01;
/** Suppliers keep the beginning that many calls share: the instructions. */
const SHARED_TOKENS = 1024;
const IS_CACHED = 0.8;
/** A rule of thumb for English. */
const TOKENS_A_WORD = 4 / 3;

/** Decided by the question alone and by which model answers it, so every run tells the same story. */
export function answerOf({ question, tools, isOther }: Asked): Given {
  const manner = isOther ? OTHER : APPROVED;
  const draw = (of: string): number => chance(`${of} ${manner.model} ${question}`);
  const afterMs = Math.round(manner.firstWordMs * (0.6 + 1.2 * draw("time")));
  if (draw("failed") < FAILS) return { kind: "failed", status: 503, afterMs };
  const inputTokens = SHARED_TOKENS + 40 + Math.round(question.split(/\s+/).length * TOKENS_A_WORD);
  const same = {
    kind: "answered",
    model: manner.model,
    inputTokens,
    cachedTokens: draw("cached") < IS_CACHED ? SHARED_TOKENS : 0,
    everyMs: Math.round(manner.firstWordMs / 4),
    afterMs,
  } as const;
  if (draw("refused") < REFUSES) {
    const outputTokens = Math.round(REFUSAL.length * TOKENS_A_WORD);
    const refusal = REFUSAL.join(" ");
    return { ...same, words: [], refusal, tool: null, finishReason: "stop", outputTokens };
  }
  const tool =
    draw("tool") < manner.usesTool
      ? (tools[Math.floor(draw("which tool") * tools.length)] ?? null)
      : null;
  if (tool !== null) {
    const finishReason = "tool_calls";
    return { ...same, words: [], refusal: null, tool, finishReason, outputTokens: 18 };
  }
  const many = Math.round(manner.words * (0.5 + draw("length")));
  const end = draw("end");
  const finishReason =
    end < manner.isCutOff
      ? "length"
      : end < manner.isCutOff + IS_FILTERED
        ? "content_filter"
        : "stop";
  return {
    ...same,
    words: Array.from({ length: many }, (_, i) => WORDS[i % WORDS.length] ?? ""),
    refusal: null,
    tool: null,
    finishReason,
    outputTokens: Math.round(many * TOKENS_A_WORD),
  };
}

const REFUSAL = "I cannot help with that request.".split(" ");
const WORDS =
  "The filter looks at the form of a mail and at its words. This one has many links and capital letters, and its words are closer to those of mail that people filed as spam. If you expected it, file it as wanted: the filter does not learn from that by itself, but the people who look after it see it.".split(
    " ",
  );
