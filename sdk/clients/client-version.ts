/** What a client of Stainless's generator says of itself to servers: `OpenAI/JS 7.59.0`. */
const USER_AGENT = /\/JS (\d+\.\d+\.\d+[\w.+-]*)$/;

/** The version of a client's package; `""` where it does not say. Never throws. */
export function clientVersion(client: object): string {
  try {
    const method: unknown = Reflect.get(client, "getUserAgent");
    const agent: unknown = typeof method === "function" ? Reflect.apply(method, client, []) : "";
    return USER_AGENT.exec(String(agent))?.[1] ?? "";
  } catch {
    return "";
  }
}
