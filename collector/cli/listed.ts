/** Names separated by commas; a repeated flag adds to them. A comma in a name cannot be said. */
export function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(",").map((name) => name.trim())].filter((name) => name !== "");
}
