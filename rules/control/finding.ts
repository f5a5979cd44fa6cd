/** Something that is wrong, or doubtful, in a control file. A file with an error is not loaded. */
export interface Finding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Stable, for filters and tests: `unknown-key`, `not-yet`, … */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** What is wrong, and why it matters. */
  readonly message: string;
  /** What to write instead; of a control file never empty. */
  readonly fix: string;
}

/** One line: where, what is wrong, and what to write instead. */
export function findingInWords({ file, line, column, code, message, fix }: Finding): string {
  return `${file}:${line}:${column}: ${code}: ${message}: ${fix}`;
}

/** Collects findings by their offset in the text. */
export interface Report {
  readonly error: (at: number, code: string, message: string, fix?: string) => void;
  readonly warning: (at: number, code: string, message: string, fix?: string) => void;
  /** In the order of the text. */
  readonly findings: () => readonly Finding[];
  readonly errors: () => number;
}

/** More than a person would read at once; a hostile file cannot fill the memory with them. */
const FINDINGS_MAX = 100;

export function createReport(file: string, text: string): Report {
  const lines = lineStarts(text);
  const found: { readonly at: number; readonly finding: Finding }[] = [];
  let errors = 0;
  const add =
    (severity: Finding["severity"]) =>
    (at: number, code: string, message: string, fix = ""): void => {
      if (severity === "error") errors += 1;
      if (found.length >= FINDINGS_MAX) return;
      found.push({ at, finding: { file, ...position(lines, at), code, severity, message, fix } });
    };
  return {
    error: add("error"),
    warning: add("warning"),
    findings: () => [...found].sort((a, b) => a.at - b.at).map(({ finding }) => finding),
    errors: () => errors,
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Where an offset stands: line and column, from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  return position(lineStarts(text), at);
}

function position(lines: readonly number[], at: number): { line: number; column: number } {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((lines[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (lines[low] ?? 0) + 1 };
}
