import { createHash } from "node:crypto";
import { type Labels, labelsKey } from "@tiltmeter/rules";

/** Labels stand several times in one ledger entry of 64 KiB, and each may be 32 KiB as it arrives. */
const VALUE_MAX = 128;

/** The labels of an instance, bounded, and their key. */
export interface InstanceName {
  readonly labels: Labels;
  /** `labelsKey(labels)`. */
  readonly instanceKey: string;
}

/** Answers are shared by many controls, and so are the labels in them: each is named once. */
const names = new WeakMap<Labels, InstanceName>();

/** Names the instance that a group of evidence is about. */
export function instanceName(group: Labels): InstanceName {
  const known = names.get(group);
  if (known !== undefined) return known;
  const labels = boundedLabels(group);
  const name = { labels, instanceKey: labelsKey(labels) };
  names.set(group, name);
  return name;
}

/** Labels whose long values are cut and told apart by a digest: bounded, and still one name a thing. */
export function boundedLabels(labels: Labels): Labels {
  if (Object.values(labels).every((value) => value.length <= VALUE_MAX)) return labels;
  return Object.fromEntries(
    Object.entries(labels).map(([dimension, value]) => [dimension, bounded(value)]),
  );
}

function bounded(value: string): string {
  if (value.length <= VALUE_MAX) return value;
  const digest = createHash("sha256").update(value).digest("hex").slice(0, 16);
  return `${cut(value, VALUE_MAX - 17)}…${digest}`;
}

/** At most `max` UTF-16 units, and never half of a pair, which UTF-8 cannot carry. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
}
