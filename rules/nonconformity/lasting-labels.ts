import { type Labels, labelsKey } from "../evidence/labels.ts";

/** The labels without the model version: a successor stands for the version that it replaced. */
export function lastingLabels(labels: Labels): Labels {
  const { model_version: _, ...lasting } = labels;
  return lasting;
}

/** What several instances are about, each once, in their order. */
export function lastingInstances(instances: readonly Labels[]): readonly Labels[] {
  const found = new Map<string, Labels>();
  for (const instance of instances) {
    const lasting = lastingLabels(instance);
    const key = labelsKey(lasting);
    if (!found.has(key)) found.set(key, lasting);
  }
  return [...found.values()];
}

/** Whether two groups are told apart by the same dimensions: a record may carry on one of another control. */
export function isAlike(a: Labels, b: Labels): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name));
}

/** Whether an instance is one of what is meant; it may be split further, as by a new model version. */
export function isOf(lasting: Labels, instance: Labels): boolean {
  return Object.entries(lasting).every(([name, value]) => instance[name] === value);
}
