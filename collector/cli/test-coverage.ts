import type { ControlTest, Expectation } from "@tiltmeter/rules";

/** What the tests show of one control. */
export interface ControlCoverage {
  readonly control: string;
  /** A test shows that it fires. */
  readonly firing: boolean;
  /** A test shows that it stays quiet, or passes. */
  readonly quiet: boolean;
  readonly inconclusive: boolean;
  readonly noData: boolean;
}

/** What tests expect of each control: whether there is one in which it fires, and one in which it does not. */
export function coverageOf(
  controls: readonly string[],
  tests: readonly ControlTest[],
): readonly ControlCoverage[] {
  const expectations = tests.flatMap(({ expect }) => expect);
  return controls.map((control) => {
    const own = expectations.filter((each) => each.control === control);
    const has = (is: (expectation: Expectation) => boolean): boolean => own.some(is);
    return {
      control,
      firing: has(expectsFiring),
      quiet: has(expectsQuiet),
      inconclusive: has((each) => each.kind === "state" && each.verdict === "inconclusive"),
      noData: has((each) => each.kind === "state" && each.verdict === "no_data"),
    };
  });
}

function expectsFiring(each: Expectation): boolean {
  return each.kind === "state"
    ? each.when.kind !== "never" && (each.state === "firing" || each.verdict === "breach")
    : each.kind === "raised" && each.count !== null && each.count.than > 0;
}

function expectsQuiet(each: Expectation): boolean {
  switch (each.kind) {
    case "state":
      return each.when.kind === "never"
        ? each.state === "firing" || each.verdict === "breach"
        : each.state === "ok" || each.verdict === "pass";
    case "raised":
      return each.count?.sign === "=" && each.count.than === 0;
    case "false_alarms":
      return true;
    case "resolved":
      return false;
  }
}

/** `6 of 7 controls have a firing and a quiet test; supplier-model-change has none`. */
export function coverageInWords(coverage: readonly ControlCoverage[]): string {
  const full = coverage.filter(({ firing, quiet }) => firing && quiet).length;
  const lacking = coverage
    .filter(({ firing, quiet }) => !firing || !quiet)
    .map(({ control, firing, quiet }) =>
      firing
        ? `${control} has no quiet test`
        : quiet
          ? `${control} has no firing test`
          : `${control} has none`,
    );
  const { length: all } = coverage;
  const head = `${full} of ${all} control${all === 1 ? "" : "s"} ${full === 1 ? "has" : "have"} a firing and a quiet test`;
  return [head, ...lacking].join("; ");
}
