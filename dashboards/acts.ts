import type {
  ActionCommand,
  Authority,
  EditCommand,
  NonconformityState,
  ReportCommand,
  RoadmapAct,
  Step,
  SuspensionCommand,
  Written,
} from "@tiltmeter/rules";

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
export interface PageActs {
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
