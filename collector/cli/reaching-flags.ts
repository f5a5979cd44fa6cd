import { type Command, Option } from "commander";

/** What every command has which asks a collector and prints the answer. */
export interface ReachingFlags {
  readonly url?: string;
  readonly key?: string;
  readonly format: "text" | "json";
}

/** Gives a command the options of `ReachingFlags`; `who` says whose key it takes. */
export function reaching(command: Command, who: string): Command {
  return command
    .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
    .option("--key <key>", `${who} (default: TILTMETER_KEY)`)
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    );
}
