/** What checks said of predictions: by the time of the prediction they are about. */
export interface Checks {
  readonly kind: "checks";
  readonly predictions: number;
  /** Name of the check → predictions that it looked at, and those of them that failed. */
  readonly checks: Readonly<Record<string, { readonly checked: number; readonly failed: number }>>;
}

export function emptyChecks(): Checks {
  return { kind: "checks", predictions: 0, checks: {} };
}

export function mergeChecks(a: Checks, b: Checks): Checks {
  const checks = new Map(Object.entries(a.checks));
  for (const [name, { checked, failed }] of Object.entries(b.checks)) {
    const known = checks.get(name) ?? { checked: 0, failed: 0 };
    checks.set(name, { checked: known.checked + checked, failed: known.failed + failed });
  }
  return {
    kind: "checks",
    predictions: a.predictions + b.predictions,
    checks: Object.fromEntries(checks),
  };
}
