/** What becomes of a feature's values: they are sent, only counted, or not looked at. */
export type CaptureMode = "values" | "profiles" | "none";

/** One mode for every feature, or a mode by name over a default. */
export type CaptureOption =
  | CaptureMode
  | {
      /** For features that are not named; default `values`. */
      readonly default?: CaptureMode;
      readonly features?: Readonly<Record<string, CaptureMode>>;
      /**
       * Whether profiles carry the exact minimum, maximum, sum and sum of squares, default false: the
       * extremes are values of somebody's, and of a single prediction all four are.
       */
      readonly moments?: boolean;
    };

/** The option, decided. */
export interface Capture {
  /** Nothing is held back: no feature has to be looked at. */
  readonly isAll: boolean;
  readonly moments: boolean;
  readonly modeOf: (feature: string) => CaptureMode;
}

/**
 * Decides what is captured. Fails closed: where the option is no such thing the feature is not captured,
 * and `tell` hears why.
 */
export function resolveCapture(
  option: CaptureOption | undefined,
  tell: (mistake: string) => void,
): Capture {
  const read = (mode: unknown, name: string): CaptureMode => {
    const found = MODES.find((known) => known === mode);
    if (found === undefined) {
      tell(`capture of ${name} must be ${MODES.join(", ")}; it is taken as none`);
    }
    return found ?? "none";
  };
  if (option === undefined) return constant("values");
  if (typeof option !== "object" || option === null) return constant(read(option, "features"));
  const fallback = option.default === undefined ? "values" : read(option.default, "features");
  const named = new Map<string, CaptureMode>();
  for (const [name, mode] of Object.entries(option.features ?? {})) {
    named.set(name, read(mode, `"${name.slice(0, 80)}"`));
  }
  return {
    isAll: fallback === "values" && [...named.values()].every((mode) => mode === "values"),
    moments: option.moments === true,
    modeOf: (feature) => named.get(feature) ?? fallback,
  };
}

const MODES: readonly CaptureMode[] = ["values", "profiles", "none"];

function constant(mode: CaptureMode): Capture {
  return { isAll: mode === "values", moments: false, modeOf: () => mode };
}
