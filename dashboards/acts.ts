import type { NonconformityState, SuspensionCommand } from "@tiltmeter/rules";

/** What became of an act. A refusal names the field at fault where there is one. */
export type ActAnswer =
  | { readonly kind: "done" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      /** Field name → what is wrong with it. Empty where the whole act was refused. */
      readonly fields: Readonly<Record<string, string>>;
    }
  /** Someone else moved the record on since the page was read. */
  | { readonly kind: "outdated" }
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
  }) => Promise<ActAnswer>;
  readonly comment: (of: {
    readonly id: string;
    readonly text: string;
    readonly by: string;
  }) => Promise<ActAnswer>;
  /** Follows or refuses what is proposed for a system, suspends it, or lets it run again. */
  readonly decideOnSystem: (
    of: SuspensionCommand & { readonly system: string },
  ) => Promise<ActAnswer>;
}
