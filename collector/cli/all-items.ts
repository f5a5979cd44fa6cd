import { type CollectorAddress, demand, isRecord } from "./collector-api.ts";

/** All items of a list of the API, however many pages they are. Throws as `demand` does. */
export async function allItems(
  address: CollectorAddress,
  path: string,
  asked: Readonly<Record<string, string>> = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found: Readonly<Record<string, unknown>>[] = [];
  for (let cursor: unknown = null; ; ) {
    const query = new URLSearchParams({
      ...asked,
      limit: "1000",
      ...(typeof cursor === "string" ? { cursor } : {}),
    });
    const page = await demand(address, { path: `${path}?${query}` });
    if (Array.isArray(page["items"])) found.push(...page["items"].filter(isRecord));
    cursor = page["next"];
    if (typeof cursor !== "string") return found;
  }
}
