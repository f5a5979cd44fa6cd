import { readFile } from "node:fs/promises";
import { type Finding, findingInWords } from "@tiltmeter/rules";

/**
 * Reads a file that the configuration names under `key`, and changes nothing: what it says, and what is
 * doubtful in it, a line each.
 *
 * Throws `refused` where it cannot be read, or with a line for each error where it says nothing usable.
 */
export async function readConfigured<T>(
  file: string,
  of: {
    readonly key: string;
    /** As people call it: `the routes`. */
    readonly named: string;
    readonly parse: (text: string) => {
      readonly value: T | null;
      readonly findings: readonly Finding[];
    };
    readonly refused: new (message: string, options?: ErrorOptions) => Error;
  },
): Promise<{ readonly value: T; readonly warnings: readonly string[] }> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const next = `name an existing one under ${of.key} in the configuration`;
    throw new of.refused(`${file}: ${of.named} cannot be read; ${next}`, { cause });
  }
  const { value, findings } = of.parse(text);
  if (value !== null) return { value, warnings: findings.map(findingInWords) };
  const errors = findings.filter(({ severity }) => severity === "error");
  throw new of.refused(errors.map(findingInWords).join("\n"));
}
