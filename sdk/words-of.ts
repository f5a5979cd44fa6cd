/** What an error says, for people; of the host's own odd objects nothing is run that may throw. */
export function wordsOf(error: unknown): string {
  try {
    const message: unknown = error instanceof Error ? error.message : undefined;
    if (typeof message === "string") return message;
  } catch {
    // Its message is a getter that throws, or it is a Proxy that does.
  }
  return "no error was thrown, but something else";
}
