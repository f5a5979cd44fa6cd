import type {
  ActionCommand,
  Authority,
  EditCommand,
  IncidentKind,
  NonconformityState,
  ReportCommand,
  ReportStage,
  RoadmapAct,
  Seriousness,
  Step,
  SuspensionCommand,
  Written,
} from "@tiltmeter/rules";
import type { ReviewActs } from "./record-findings.ts";

/** What became of an act. A refusal names the field at fault where there is one. */
export type ActAnswer =
  | { readonly kind: "done" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      /** Field name → what is wrong with it. Empty where the whole act was refused. */
      readonly fields: Readonly<Record<string, string>>;
    }
  /** Someone else moved the record on since the page was read; `since`: how, oldest first. */
  | { readonly kind: "outdated"; readonly since?: readonly Step[] }
  /** The actor's role does not allow it. */
  | { readonly kind: "forbidden"; readonly reason: string };

/** What people do on pages. The collector supplies it; each act is one ledger entry. May throw. */
export interface PageActs extends DutyActs, ReviewActs {
  readonly transition: (of: {
    readonly id: string;
    readonly to: NonconformityState;
    readonly fields: Readonly<Record<string, string>>;
    readonly reason: string;
    /** The version that the person saw. */
    readonly version: number;
    readonly by: string;
    readonly authority: Authority;
  }) => Promise<ActAnswer>;
  readonly comment: (of: {
    readonly id: string;
    readonly text: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
  /** Raises a record in a person's name. */
  readonly report: (
    of: ReportCommand,
  ) => Promise<
    { readonly kind: "raised"; readonly id: string } | Extract<ActAnswer, { kind: "refused" }>
  >;
  /** Plans, changes, drops or finishes a corrective action. */
  readonly actOnAction: (of: ActionCommand & { readonly id: string }) => Promise<ActAnswer>;
  /** Changes owner, severity, what is said of a serious incident, or citations. */
  readonly editRecord: (of: EditCommand & { readonly id: string }) => Promise<ActAnswer>;
  /** Follows or refuses what is proposed for a system, suspends it, or lets it run again. */
  readonly decideOnSystem: (
    of: SuspensionCommand & { readonly system: string },
  ) => Promise<ActAnswer>;
  /** Does what a form of the roadmap asks for; `id` is of what it made or changed. */
  readonly roadmap: (of: {
    readonly act: RoadmapAct;
    readonly written: Written;
    readonly by: string;
  }) => Promise<RoadmapAnswer>;
}

export type RoadmapAnswer =
  | { readonly kind: "done"; readonly id: string }
  | Extract<ActAnswer, { kind: "refused" }>;
/** What people do about incidents, reports and holds. Each is one decision. */
export interface DutyActs {
  readonly stateIncident: (of: {
    readonly record: string;
    readonly serious: Seriousness;
    readonly kinds: readonly IncidentKind[];
    /** Unix milliseconds; null: not said. */
    readonly awareMs: number | null;
    readonly reason: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
  readonly recordReport: (of: {
    readonly record: string;
    /** Id of the reporting duty. */
    readonly duty: string;
    readonly stage: ReportStage;
    /** When it was sent; null: now. */
    readonly madeMs: number | null;
    readonly reference: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
  readonly setClockAside: (of: {
    readonly record: string;
    readonly duty: string;
    readonly reason: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
  readonly placeHold: (of: {
    readonly system: string;
    readonly record: string | null;
    readonly reason: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
  readonly releaseHold: (of: {
    readonly hold: string;
    readonly reason: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
}
