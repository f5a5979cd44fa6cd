import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Control } from "@tiltmeter/rules";
import { canonicalJson, parseControls, printControl } from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

interface ControlsLoaded {
  readonly type: "controls_loaded";
  readonly atMs: number;
  readonly by: string;
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  readonly controls: readonly { readonly id: string; readonly revision: string }[];
}

interface Loaded {
  readonly controls: Pick<ControlsLoaded, "files" | "controls"> | null;
}

/** Control files that cannot be put in force. The message has one line for each finding. */
export class ControlsRefused extends Error {
  override readonly name = "ControlsRefused";
}

/** Controls that were shipped, and what they do. */
export interface Library {
  readonly files: readonly string[];
  readonly status: "shadow" | "enforce";
}

/**
 * Puts the control files in force, all or nothing, and records which revisions those are.
 *
 * A control of a file takes the place of the library's of the same id; the library's come last. Throws
 * `ControlsRefused` where a file cannot be read, has an error, or repeats another's control.
 */
export async function loadControls(
  files: readonly string[],
  deps: {
    readonly nowMs: number;
    readonly hash: (text: string) => string;
    readonly transact: Transact<Loaded, ControlsLoaded>;
    /** Absent: none. */
    readonly library?: Library | undefined;
  },
): Promise<readonly Control[]> {
  const { hash, library } = deps;
  const written = await Promise.all(files.map((file) => parse(file, hash)));
  const shipped = await Promise.all((library?.files ?? []).map((file) => parse(file, hash)));
  const own = written.flatMap((each) => each.controls);
  const replaced = new Set(own.map(({ id }) => id));
  const parsed = [...written, ...shipped];
  const controls = [
    ...own,
    ...shipped
      .flatMap((each) => each.controls)
      .filter(({ id }) => !replaced.has(id))
      .map((control) => withStatus(control, library?.status ?? "shadow", hash)),
  ];
  const twice = controls.find((each, i) => controls.findIndex(({ id }) => id === each.id) !== i);
  if (twice !== undefined) {
    throw new ControlsRefused(`control ${twice.id} stands in two files; an id names one control`);
  }
  const loaded = {
    files: parsed.map(({ file, digest }) => ({ file: basename(file), digest })),
    controls: controls.map(({ id, revision }) => ({ id, revision })),
  };
  await deps.transact((state) => {
    const { files, controls: standing } = state.controls ?? { files: [], controls: [] };
    const isSame = canonicalJson({ files, controls: standing }) === canonicalJson(loaded);
    const entry: ControlsLoaded = {
      type: "controls_loaded",
      atMs: deps.nowMs,
      by: "tiltmeter",
      ...loaded,
    };
    return { entries: isSame ? [] : [entry], result: undefined };
  });
  return controls;
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

async function parse(
  file: string,
  hash: (text: string) => string,
): Promise<{
  readonly file: string;
  readonly digest: string;
  readonly controls: readonly Control[];
}> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new ControlsRefused(`${file}: the control file cannot be read; name an existing one`, {
      cause,
    });
  }
  const { controls, findings } = parseControls(text, file, hash);
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length > 0) {
    const lines = errors.map(
      (each) =>
        `${each.file}:${each.line}:${each.column}: ${each.code}: ${each.message}: ${each.fix}`,
    );
    throw new ControlsRefused(lines.join("\n"));
  }
  return { file, digest: hash(text), controls };
}
