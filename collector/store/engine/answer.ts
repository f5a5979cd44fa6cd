import { parseError } from "@clickhouse/client";

/** An answer without its end. Nothing of it may be used. */
export class AnswerCutOff extends Error {
  override readonly name = "AnswerCutOff";
}

/**
 * The rows of an answer in the format JSONCompact, whose end says how many there are.
 *
 * A server that fails after it has begun to answer writes its failure behind the rows, under a status
 * of 200: that is thrown as the server's error. Throws `AnswerCutOff` where the end is missing.
 */
export function wholeAnswer(text: string): readonly (readonly unknown[])[] {
  const found = parsed(text);
  if (found === null || !Array.isArray(found.data) || found.data.length !== found.rows) {
    const said = exceptionIn(text, found?.exception);
    if (said !== null) throw parseError(said);
    throw new AnswerCutOff(`the answer of the store ends early, after ${text.length} characters`);
  }
  if (typeof found.exception === "string") throw parseError(found.exception);
  return found.data;
}

interface Answer {
  readonly data?: unknown;
  readonly rows?: unknown;
  readonly exception?: unknown;
}

function parsed(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** Newer servers frame what went wrong, older ones write it as it is. */
function exceptionIn(text: string, within: unknown): string | null {
  if (typeof within === "string") return within;
  const [last] = /Code: \d+\. DB::Exception: [\s\S]{1,2000}$/.exec(text.slice(-4_096)) ?? [];
  return last ?? null;
}
