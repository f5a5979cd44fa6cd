/** What one step of a given series holds; null: nothing. */
export type StepValue = number | string | null;

/** The values of a series, or what is wrong with its text. */
export type Expanded =
  | { readonly kind: "values"; readonly values: readonly StepValue[] }
  | { readonly kind: "constant"; readonly value: StepValue }
  | { readonly kind: "wrong"; readonly message: string };

/**
 * Reads a series of numbers: `200x120`, `0.05x72 10%x48 _x24`, `1+0.5x10`, `9-1x3`.
 *
 * The notation is promtool's, but that `xN` always makes N values: `0.05x72` is 72 steps, `1+1x3` is
 * 1 2 3. `_` is a step without data. One value alone, without `x`, holds in every step.
 */
export function expandNumbers(text: string): Expanded {
  const tokens = text.trim().split(/\s+/);
  const values: StepValue[] = [];
  for (const token of tokens) {
    const match = TOKEN.exec(token);
    if (match === null) {
      return wrong(`${shown(token)} is no value: write 0.05x72, 1+0.5x10 or _x24`);
    }
    const [, first = "", change, times] = match;
    const repeats = times === undefined ? 1 : Number(times);
    if (first === "_" && change !== undefined) {
      return wrong(`${shown(token)}: a step without data cannot change`);
    }
    if (change !== undefined && times === undefined) {
      return wrong(`${shown(token)} does not say how often: write ${token}x10`);
    }
    if (values.length + repeats > STEPS_MAX) return wrong(tooMany);
    const start = first === "_" ? null : numberOf(first);
    const by = change === undefined ? 0 : numberOf(change);
    for (let i = 0; i < repeats; i++) values.push(start === null ? null : exact(start + i * by));
  }
  const [only] = tokens;
  if (tokens.length === 1 && only !== undefined && !only.includes("x")) {
    return { kind: "constant", value: values[0] ?? null };
  }
  return { kind: "values", values };
}

/** Reads a series of names, `["gpt-a x24", "gpt-b x24", "_ x2"]`; one name alone holds in every step. */
export function expandNames(items: readonly string[]): Expanded {
  const values: StepValue[] = [];
  for (const item of items) {
    const match = /^(.*\S)\s+x(\d{1,6})$/.exec(item);
    if (match === null && items.length === 1) {
      return { kind: "constant", value: item === "_" ? null : item };
    }
    const [name, repeats] = match === null ? [item, 1] : [match[1] ?? "", Number(match[2])];
    if (values.length + repeats > STEPS_MAX) return wrong(tooMany);
    for (let i = 0; i < repeats; i++) values.push(name === "_" ? null : name);
  }
  return { kind: "values", values };
}

const NUMBER = String.raw`\d{1,12}(?:\.\d{1,12})?%?`;
const TOKEN = new RegExp(`^(_|-?${NUMBER})([+-]${NUMBER})?(?:x(\\d{1,6}))?$`);

/** A year of hours is 8,760. */
export const STEPS_MAX = 20_000;
const tooMany = `a series has at most ${STEPS_MAX} steps; take a longer every`;

function numberOf(text: string): number {
  return text.endsWith("%") ? exact(Number(text.slice(0, -1)) / 100) : Number(text);
}

/** Twelve digits: 0.05 + 2 · 0.05 is 0.15000000000000002 in binary. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

function wrong(message: string): Expanded {
  return { kind: "wrong", message };
}

function shown(token: string): string {
  return token.length > 40 ? `${token.slice(0, 40)}…` : token;
}
