/** The limit of a control as its text writes it, and its plain bounds where it has any. */
export interface WrittenLimit {
  readonly text: string;
  readonly min: number | null;
  readonly max: number | null;
}

/** Finds `limit:` in a control's own text. Quotes, never interprets: bounds are for drawing only. */
export function writtenLimit(control: string): WrittenLimit | null {
  const lines = control.split("\n");
  const at = lines.findIndex((line) => /^\s*limit:/.test(line));
  const first = lines[at];
  if (first === undefined) return null;
  const indent = first.search(/\S/);
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent);
  const block = [first, ...rest.slice(0, end === -1 ? undefined : end)];
  const text = block
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .join(" ")
    .replace(/^limit:\s*/, "")
    .trim();
  return { text, min: bound(text, "min"), max: bound(text, "max") };
}

function bound(text: string, name: "min" | "max"): number | null {
  const found = new RegExp(`\\b${name}:\\s*(-?[0-9.]+)\\s*(%|ms|s\\b)?`).exec(text);
  const value = Number(found?.[1] ?? Number.NaN);
  if (Number.isNaN(value)) return null;
  return found?.[2] === "%" ? value / 100 : found?.[2] === "ms" ? value / 1000 : value;
}
