import { fieldKindOf } from "@tiltmeter/rules";

/**
 * Answers with pseudonyms in place of people's names: rules compare people, and the ledger names nobody.
 *
 * Before a decision, since the pseudonym of somebody new has to be on the disk first.
 */
export async function namedFields(
  fields: Readonly<Record<string, string>>,
  pseudonymOf: (name: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const named = Object.entries(fields).map(async ([name, answer]) => {
    const isPerson = fieldKindOf(name) === "person" && answer.trim() !== "";
    return [name, isPerson ? await pseudonymOf(answer) : answer] as const;
  });
  return Object.fromEntries(await Promise.all(named));
}
