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
 * Decides what is captured. Fails closed: where the option, or a part of it, is no such thing, what it
 * speaks of is not captured, and `tell` hears why. Never throws.
 */
export function resolveCapture(
  option: CaptureOption | undefined,
  tell: (mistake: string) => void,
): Capture {
  try {
    return resolve(option, tell);
  } catch {
    // A getter or a proxy of the host's that throws: nothing is known of what was wanted.
    tell("capture could not be read; it is taken as none");
    return constant("none");
  }
}

function resolve(option: unknown, tell: (mistake: string) => void): Capture {
  const read = (mode: unknown, name: string): CaptureMode => {
    const found = MODES.find((known) => known === mode);
    if (found === undefined) {
      tell(`capture of ${name} must be ${MODES.join(", ")}; it is taken as none`);
    }
    return found ?? "none";
  };
  if (option === undefined) return constant("values");
  if (!isPlain(option)) return constant(read(option, "features"));
  const { default: whole, features, moments, ...others } = option;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined || !(features === undefined || isPlain(features))) {
    const part = unknown === undefined ? "features" : `"${unknown.slice(0, 80)}"`;
    tell(
      `capture takes default, moments and features, an object of modes by name, and ${part} is none of these; all is taken as none`,
    );
    return constant("none");
  }
  const fallback = whole === undefined ? "values" : read(whole, "features");
  const named = new Map<string, CaptureMode>();
  for (const [name, mode] of Object.entries(features ?? {})) {
    named.set(name, read(mode, `"${name.slice(0, 80)}"`));
  }
  return {
    isAll: fallback === "values" && [...named.values()].every((mode) => mode === "values"),
    moments: moments === true,
    modeOf: (feature) => named.get(feature) ?? fallback,
  };
}

/** Lists and maps have entries of another meaning: a mode read from them would be a guess. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

const MODES: readonly CaptureMode[] = ["values", "profiles", "none"];

function constant(mode: CaptureMode): Capture {
  return { isAll: mode === "values", moments: false, modeOf: () => mode };
}
