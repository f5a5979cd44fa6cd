interface CallWords {
  readonly title: string;
  readonly meaning: string;
  readonly style: "count" | "percent" | "seconds" | "plain" | "money";
}

/** The words of what is measured of calls of hosted models. */
export const callTable: Readonly<Record<string, CallWords>> = {
  calls: count("Calls", "Calls of hosted models whose time falls in the step."),
  usage_coverage: share(
    "Known usage",
    "Calls whose tokens are known, of all that were answered; the others are missing in every sum.",
  ),
  input_tokens: count(
    "Input tokens",
    "Tokens that were read, those from a cache included, of the calls that say so.",
  ),
  output_tokens: count(
    "Output tokens",
    "Tokens that were written, those of reasoning included, of the calls that say so.",
  ),
  tokens_per_call: plain(
    "Tokens a call",
    "Input and output tokens, divided by the calls that say them.",
  ),
  cached_share: share(
    "Cached input",
    "Input tokens that came from the supplier's cache, of those of calls that say so.",
  ),
  cost: money(
    "Cost",
    "What the known tokens cost by the price list of their day; calls without a price are left out.",
  ),
  cost_per_call: money("Cost a call", "Cost, divided by the calls that have a price."),
  first_chunk_p50: time(
    "Median time to first chunk",
    "Half of the streamed answers began no later; exact to 1 %.",
  ),
  first_chunk_p90: time(
    "Time to first chunk, 90th percentile",
    "9 of 10 streamed answers began no later; exact to 1 %.",
  ),
  first_chunk_p95: time(
    "Time to first chunk, 95th percentile",
    "19 of 20 streamed answers began no later; exact to 1 %.",
  ),
  first_chunk_p99: time(
    "Time to first chunk, 99th percentile",
    "99 of 100 streamed answers began no later; exact to 1 %.",
  ),
  refusal_rate: share(
    "Refusals",
    "Calls that the model declined to answer, of those where that can be told.",
  ),
  truncated_rate: share(
    "Cut off",
    "Answers that ended because they became too long, of all that say why they ended.",
  ),
  finish_reason: share(
    "Answers that ended otherwise than allowed",
    "Finish reasons that are not on the list, of all that were told.",
  ),
  tool: share(
    "Unapproved tools",
    "Requests for tools that are not on the list, of all that were made.",
  ),
};

function count(title: string, meaning: string): CallWords {
  return { title, meaning, style: "count" };
}

function share(title: string, meaning: string): CallWords {
  return { title, meaning, style: "percent" };
}

function time(title: string, meaning: string): CallWords {
  return { title, meaning, style: "seconds" };
}

function plain(title: string, meaning: string): CallWords {
  return { title, meaning, style: "plain" };
}

function money(title: string, meaning: string): CallWords {
  return { title, meaning, style: "money" };
}
