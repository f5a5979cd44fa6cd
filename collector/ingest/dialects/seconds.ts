import type { AttributeReader } from "./attribute-reader.ts";

/** A duration of 0 or more, or null where absent. */
export function seconds(read: AttributeReader, name: string): number | null {
  const value = read.number(name);
  if (value !== null && value < 0) read.complain(name, "seconds, 0 or more", value);
  return value;
}
