/** What stands where nothing was measured. Never a zero. */
export const NOT_MEASURED = "not measured";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `68,785`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 prediction`, `68,785 predictions`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A ratio as a percentage with the digits that tell it from its neighbours: `82.5 %`, `99.965 %`. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  if (value === 0 || value === 100) return `${value}\u202f%`;
  const toEdge = Math.min(Math.abs(value), Math.abs(100 - value));
  const digits = toEdge >= 1 ? 1 : toEdge >= 0.1 ? 2 : 3;
  return `${trimmed(value, digits)}\u202f%`;
}

/** A difference of two ratios, in percentage points: `4.0`, `-0.38`. Without a unit. */
export function points(difference: number): string {
  const value = difference * 100 + 0;
  return value === 0 ? "0" : trimmed(value, Math.abs(value) >= 1 ? 1 : 2);
}

/** Seconds in the unit a person would use: `840 µs`, `12 ms`, `1.53 s`, `26 h`. */
export function seconds(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0 s";
  if (size < 0.001) return `${significant(value * 1e6)} µs`;
  if (size < 1) return `${significant(value * 1e3)} ms`;
  if (size < 120) return `${significant(value)} s`;
  if (size < 7200) return `${significant(value / 60)} min`;
  if (size < 172_800) return `${significant(value / 3600)} h`;
  return `${significant(value / 86_400)} d`;
}

/** A number without a unit: an index, a distance, a ratio of rates. */
export function plain(value: number): string {
  const size = Math.abs(value);
  // Adding 0 makes −0 a 0.
  if (Number.isInteger(value)) return whole.format(value + 0);
  if (size >= 1000) return whole.format(value);
  if (size >= 100) return trimmed(value, 1);
  if (size >= 1) return trimmed(value, 2);
  return size >= 0.001 ? trimmed(value, 3) : value.toPrecision(2);
}

/** US dollars with the digits that tell them from nothing: `$1,204`, `$12.40`, `$0.0031`. */
export function money(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "-" : "";
  if (size === 0) return "$0";
  if (size >= 1000) return `${sign}$${whole.format(size)}`;
  // Two digits behind the zeros, and no exponents.
  const digits = size >= 1 ? 2 : Math.min(20, 1 - Math.floor(Math.log10(size)));
  return `${sign}$${size.toFixed(digits)}`;
}

function significant(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2).replace(/\.0+$/, "");
}

function trimmed(value: number, digits: number): string {
  return value.toFixed(digits);
}
