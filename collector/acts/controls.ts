import type { Control, Finding, Maintenance } from "@tiltmeter/rules";
import { canonicalJson, parseControls, printControl } from "@tiltmeter/rules";
import {
  type ControlHistory,
  createControlHistory,
  type RecordedSet,
  type SetDocument,
} from "./control-history.ts";
import {
  type ControlSet,
  ControlsRefused,
  type Library,
  readControls,
  type SentFile,
  sentName,
} from "./read-controls.ts";
import { restoreControls } from "./restore-controls.ts";
import { readSentFiles } from "./sent-controls.ts";
import { SystemsRefused } from "./systems.ts";
import type { Transact } from "./transact.ts";

interface ControlsInForce {
  readonly type: "controls_in_force";
  readonly atMs: number;
  readonly by: string;
  readonly set: string;
  readonly document: string;
  readonly files: number;
  readonly controls: number;
  readonly changes: { readonly added: number; readonly changed: number; readonly removed: number };
  readonly changed: readonly Change[];
}

interface ControlsPut {
  readonly type: "controls_put";
  readonly atMs: number;
  readonly by: string;
  readonly file: string;
  readonly document: string | null;
}

interface ControlsRefusedEntry {
  readonly type: "controls_refused";
  readonly atMs: number;
  readonly by: string;
  readonly errors: number;
  readonly findings: readonly Omit<Finding, "severity">[];
}

interface Change {
  readonly id: string;
  /** Null: it was not in force before. */
  readonly from: string | null;
  /** Null: it is no more. */
  readonly to: string | null;
}

interface Recorded {
  readonly controlSets: readonly RecordedSet[];
  readonly controls: { readonly type: string; readonly set?: string } | null;
  readonly controlTexts: ReadonlyMap<string, string>;
}

/** A set that was not put in force. */
export interface Refusal {
  readonly atMs: number;
  readonly findings: readonly Finding[];
}

/** What became of a control file that was sent. */
export type SendAnswer =
  | {
      readonly kind: "done";
      readonly outcome: "same" | "changed";
      readonly controls: readonly Pick<Control, "id" | "revision">[];
      readonly warnings: readonly Finding[];
    }
  | { readonly kind: "refused"; readonly findings: readonly Finding[] }
  /** It was to be taken back, and is not there. */
  | { readonly kind: "unknown" };

/** The controls in force, and how they change while the collector runs. */
export interface Controls {
  readonly controls: () => readonly Control[];
  readonly maintenance: () => readonly Maintenance[];
  /** The set that was refused last, where none was put in force since. */
  readonly refused: () => Refusal | null;
  readonly history: Pick<ControlHistory, "ids" | "revisions" | "textOf">;
  /** Reads the files anew. `refused`: what was in force still is. Calls take turns. */
  readonly reload: () => Promise<"same" | "changed" | "refused">;
  /**
   * Puts a file that somebody sent in force beside those of the configuration, or with null takes it back: with
   * all others or not at all. What is refused is not recorded: whoever sent it is told.
   */
  readonly send: (of: {
    readonly file: string;
    readonly text: string | null;
    readonly by: string;
  }) => Promise<SendAnswer>;
}

/** An entry has 64 KiB: a hundred changes of two hashes and an id take 21. */
const CHANGES_MAX = 100;
/** More than a person mends at once, and 13 KiB of an entry. */
const FINDINGS_MAX = 20;
const TEXT_MAX = 300;

/**
 * Puts the control files in force, all or nothing, and records which revisions those are.
 *
 * Which they are is in the content store, with the print of each that is new; the ledger entry has its
 * digest and what changed. A set that is refused is recorded, too, and changes nothing: what was in force
 * still is, after a restart as well. Throws `ControlsRefused` where nothing was in force before.
 */
export async function openControls(
  files: readonly string[],
  deps: {
    readonly now: () => number;
    readonly hash: (text: string) => string;
    readonly content: {
      readonly get: (digest: string) => Promise<unknown>;
      readonly put: (value: unknown) => Promise<string>;
    };
    readonly state: () => Recorded;
    readonly transact: Transact<Recorded, ControlsInForce | ControlsRefusedEntry | ControlsPut>;
    /** The same for what people do; absent: the same. */
    readonly transactAs?: Transact<Recorded, ControlsInForce | ControlsPut>;
    /** Absent: none. */
    readonly library?: Library | undefined;
    /**
     * Reads what is put in force with the controls or not at all, and answers how; throws
     * `SystemsRefused`. Absent: nothing.
     */
    readonly alongside?: () => Promise<() => Promise<unknown>>;
  },
): Promise<Controls> {
  const { hash, content, transact } = deps;
  const history = createControlHistory(content.get);
  let taken = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let refused: Refusal | null = null;

  async function remember(): Promise<void> {
    const sets = deps.state().controlSets;
    for (const set of sets.slice(taken)) await history.add(set);
    taken = sets.length;
  }

  const sentFiles = (next?: Parameters<typeof readSentFiles>[1]): Promise<readonly SentFile[]> =>
    readSentFiles({ kept: deps.state().controlTexts, content: content.get }, next);

  async function put(
    set: ControlSet,
    as?: { readonly by: string; readonly entry: ControlsPut },
  ): Promise<"same" | "changed"> {
    const of = {
      files: set.files,
      controls: set.controls.map(({ id, revision }) => ({
        ...{ id, revision },
        file: set.fileOf.get(id) ?? "",
      })),
      maintenance: set.maintenance,
    };
    const digest = hash(canonicalJson(of));
    const standing = deps.state().controls;
    if (standing?.set === digest) return "same";
    const unkept = set.controls.filter(({ revision }) => !history.hasText(revision));
    const texts = Object.fromEntries(unkept.map((each) => [each.revision, printControl(each)]));
    const document = await content.put({ ...of, texts } satisfies SetDocument);
    const changes = changesOf(history.inForce(), set.controls);
    const transactAs = as === undefined ? transact : (deps.transactAs ?? transact);
    await transactAs(() => ({
      entries: [
        ...(as === undefined ? [] : [as.entry]),
        {
          type: "controls_in_force",
          atMs: deps.now(),
          by: as?.by ?? "tiltmeter",
          set: digest,
          document,
          files: set.files.length,
          controls: set.controls.length,
          changes: {
            added: changes.filter(({ from }) => from === null).length,
            changed: changes.filter(({ from, to }) => from !== null && to !== null).length,
            removed: changes.filter(({ to }) => to === null).length,
          },
          changed: changes.slice(0, CHANGES_MAX),
        },
      ],
      result: undefined,
    }));
    await remember();
    return "changed";
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  await remember();
  let set = await first();

  async function first(): Promise<ControlSet> {
    try {
      const read = await readControls(files, { ...deps, sent: await sentFiles() });
      await put(read);
      return read;
    } catch (error) {
      if (!(error instanceof ControlsRefused)) throw error;
      const standing = await restoreControls(history, hash);
      if (standing === null) throw error;
      await refuse(error.findings);
      return standing;
    }
  }

  async function reload(): Promise<"same" | "changed" | "refused"> {
    try {
      const next = await readControls(files, { ...deps, sent: await sentFiles() });
      const putAlongside = await deps.alongside?.();
      const outcome = await put(next);
      set = next;
      await putAlongside?.();
      refused = null;
      return outcome;
    } catch (error) {
      const isRefused = error instanceof ControlsRefused || error instanceof SystemsRefused;
      if (!isRefused) throw error;
      await refuse(error.findings);
      return "refused";
    }
  }

  const send: Controls["send"] = async ({ file, text, by }) => {
    if (text === null && !deps.state().controlTexts.has(file)) return { kind: "unknown" };
    try {
      const next = await readControls(files, { ...deps, sent: await sentFiles({ file, text }) });
      const document = text === null ? null : await content.put({ file, text } satisfies SentFile);
      const entry = { type: "controls_put", atMs: deps.now(), by, file, document } as const;
      const outcome = await put(next, { by, entry });
      set = next;
      refused = null;
      const parsed = text === null ? null : parseControls(text, sentName(file), hash);
      const controls = (parsed?.controls ?? []).map(({ id, revision }) => ({ id, revision }));
      return { kind: "done", outcome, controls, warnings: parsed?.findings ?? [] };
    } catch (error) {
      if (!(error instanceof ControlsRefused)) throw error;
      return { kind: "refused", findings: error.findings };
    }
  };

  async function refuse(findings: readonly Finding[]): Promise<void> {
    const isKnown = refused !== null && canonicalJson(refused.findings) === canonicalJson(findings);
    if (isKnown) return;
    const atMs = deps.now();
    const shown = findings.slice(0, FINDINGS_MAX).map(({ severity: _, ...finding }) => ({
      ...finding,
      file: finding.file.slice(-TEXT_MAX),
      message: finding.message.slice(0, TEXT_MAX),
      fix: finding.fix.slice(0, TEXT_MAX),
    }));
    await transact(() => ({
      entries: [
        {
          type: "controls_refused",
          atMs,
          by: "tiltmeter",
          errors: findings.length,
          findings: shown,
        },
      ],
      result: undefined,
    }));
    refused = { atMs, findings };
  }

  return {
    controls: () => set.controls,
    maintenance: () => set.maintenance,
    refused: () => refused,
    history,
    reload: () => inTurn(reload),
    send: (of) => inTurn(() => send(of)),
  };
}

/** What differs from the set before, in the order of the new one, then what is gone. */
function changesOf(
  before: ReadonlyMap<string, string>,
  controls: readonly Control[],
): readonly Change[] {
  const present = new Set(controls.map(({ id }) => id));
  const gone = [...before].filter(([id]) => !present.has(id));
  return [
    ...controls.flatMap(({ id, revision }): readonly Change[] => {
      const from = before.get(id) ?? null;
      return from === revision ? [] : [{ id, from, to: revision }];
    }),
    ...gone.map(([id, from]) => ({ id, from, to: null })),
  ];
}
