import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Answers that other tools publish in their test suites, with the inputs that reproduce them. They are
// not part of the repository: `TILTMETER_TEST_GOLDEN` names their folder; the default is
// `shared/golden` beside the checkout.

const folder =
  process.env["TILTMETER_TEST_GOLDEN"] ??
  fileURLToPath(new URL("../../../shared/golden", import.meta.url));
const file = `${folder}/published.json`;

/** Whether the answers are here, and what to say in a test's name where they are not. */
export const golden: { readonly absent: boolean; readonly note: string } = existsSync(file)
  ? { absent: false, note: "" }
  : { absent: true, note: " [skipped: published.json is absent; set TILTMETER_TEST_GOLDEN]" };

interface Published {
  readonly B_special: Readonly<Record<string, number>>;
  readonly C_river: {
    /** Numbers, or a text of digits. */
    readonly stream_1: readonly number[] | string;
    readonly stream_2: readonly number[] | string;
    readonly expected: Readonly<Record<string, readonly number[]>>;
  };
  readonly C_frouros: {
    readonly stream_drift: readonly number[];
    readonly expected: Readonly<Record<string, readonly number[]>>;
  };
  readonly C_nannyml_cat: {
    readonly counts_ref_abcde: readonly number[];
    readonly counts_cur_abcde: readonly number[];
    readonly expected: Readonly<Record<string, number>>;
  };
  readonly C_evidently_counts: {
    readonly ref: readonly number[];
    readonly cur: readonly number[];
    readonly expected: Readonly<Record<string, number>>;
    readonly "two_proportion/fisher": readonly {
      readonly ref: { readonly a: number; readonly b: number };
      readonly cur: { readonly a: number; readonly b: number };
      readonly fisher_p: number;
    }[];
  };
  readonly C_deepchecks: {
    readonly cramersV_bias_corrected: readonly {
      readonly t: readonly (readonly number[])[];
      readonly v: number;
      readonly published: number;
    }[];
    readonly "KS N(0,1) vs N(1,1) ->": number;
    readonly "EMD range01 scaled 0..99 vs 50..149": number;
  };
}

/** Reads them; only where they are not absent. */
export function published(): Published {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The number of that name. */
export function answer(of: Readonly<Record<string, number>>, name: string): number {
  const value = of[name];
  if (value === undefined) throw new Error(`no published answer is called ${name}`);
  return value;
}
