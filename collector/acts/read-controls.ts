import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Control, Finding, Maintenance } from "@tiltmeter/rules";
import { findingInWords, parseControls, printControl } from "@tiltmeter/rules";

/** Control files that cannot be put in force. The message has one line for each finding. */
export class ControlsRefused extends Error {
  override readonly name = "ControlsRefused";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], cause?: unknown) {
    super(findings.map(findingInWords).join("\n"), { cause });
    this.findings = findings;
  }
}

/** Controls that were shipped, and what they do. */
export interface Library {
  readonly files: readonly string[];
  readonly status: "shadow" | "enforce";
}

/** All controls that shall be in force together, and where each stands. */
export interface ControlSet {
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  readonly controls: readonly Control[];
  readonly maintenance: readonly Maintenance[];
  /** Control id → name of its file. */
  readonly fileOf: ReadonlyMap<string, string>;
}

/**
 * Reads control files as one set.
 *
 * A control of a file takes the place of the library's of the same id; the library's come last. Throws
 * `ControlsRefused` where a file cannot be read, has an error, or repeats another's control.
 */
export async function readControls(
  files: readonly string[],
  deps: {
    readonly hash: (text: string) => string;
    /** Absent: none. */
    readonly library?: Library | undefined;
    /** Files that were sent; they stand beside the others as `api:NAME`. Absent: none. */
    readonly sent?: readonly SentFile[];
  },
): Promise<ControlSet> {
  const { hash, library } = deps;
  const configured = await Promise.all(files.map((file) => read(file, hash)));
  const own = [...configured, ...(deps.sent ?? []).map((each) => readSent(each, hash))];
  const shipped = await Promise.all((library?.files ?? []).map((file) => read(file, hash)));
  const errors = [...own, ...shipped].flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity === "error"),
  );
  if (errors.length > 0) {
    const unreadable = [...own, ...shipped].find(({ cause }) => cause !== undefined);
    throw new ControlsRefused(errors, unreadable?.cause);
  }
  const twice = repeated(own);
  if (twice !== null) throw new ControlsRefused([twice]);
  const replaced = new Set(own.flatMap(({ controls }) => controls.map(({ id }) => id)));
  const kept = shipped.map((each) => ({
    ...each,
    controls: each.controls
      .filter(({ id }) => !replaced.has(id))
      .map((control) => withStatus(control, library?.status ?? "shadow", hash)),
  }));
  const all = [...own, ...kept];
  return {
    files: all.map(({ file, digest }) => ({ file: basename(file), digest })),
    controls: all.flatMap(({ controls }) => controls),
    maintenance: all.flatMap(({ maintenance }) => maintenance),
    fileOf: new Map(
      all.flatMap(({ file, controls }) => controls.map(({ id }) => [id, basename(file)] as const)),
    ),
  };
}

/** A control file that was sent. */
export interface SentFile {
  readonly file: string;
  readonly text: string;
}

/** What findings and sets call a sent file, so that it is none of the configuration's. */
export function sentName(file: string): string {
  return `api:${file}`;
}

function readSent({ file, text }: SentFile, hash: (text: string) => string): FileRead {
  const name = sentName(file);
  return { file: name, digest: hash(text), ...parseControls(text, name, hash) };
}

type FileRead = ReturnType<typeof parseControls> & {
  readonly file: string;
  readonly digest: string;
  readonly cause?: unknown;
};

async function read(file: string, hash: (text: string) => string): Promise<FileRead> {
  try {
    const text = await readFile(file, "utf8");
    return { file, digest: hash(text), ...parseControls(text, file, hash) };
  } catch (cause) {
    const finding: Finding = {
      file,
      line: 1,
      column: 1,
      code: "unreadable",
      severity: "error",
      message: "the control file cannot be read",
      fix: "name an existing one",
    };
    return {
      file,
      digest: "",
      controls: [],
      maintenance: [],
      places: new Map(),
      findings: [finding],
      cause,
    };
  }
}

function repeated(files: readonly FileRead[]): Finding | null {
  const seen = new Map<string, string>();
  for (const { file, controls, places } of files) {
    for (const { id } of controls) {
      const before = seen.get(id);
      if (before !== undefined && before !== file) {
        return {
          file,
          ...(places.get(id) ?? { line: 1, column: 1 }),
          code: "duplicate-id",
          severity: "error",
          message: `control ${id} stands in two files, ${before} too, and an id names one control`,
          fix: "rename one of them",
        };
      }
      seen.set(id, file);
    }
  }
  return null;
}

/** What the library ships as a draft has its reasons, and stays one. */
function withStatus(
  control: Control,
  status: Library["status"],
  hash: (text: string) => string,
): Control {
  if (control.status !== "shadow" || status === "shadow") return control;
  const changed = { ...control, status };
  return { ...changed, revision: hash(printControl(changed)) };
}
