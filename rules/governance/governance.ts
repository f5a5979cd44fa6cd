/** One sentence of a policy that controls can be held to. */
export interface PolicyStatement {
  readonly id: string;
  readonly text: string;
  /** Ids of the controls that show whether it is kept. */
  readonly controls: readonly string[];
}

/** A policy, in one version. The document itself lies elsewhere; its hash is here. */
export interface Policy {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly owner: string | null;
  /** SHA-256 of the document, hex. */
  readonly document: string | null;
  /** The day by which it is reviewed again, `2027-03-31`. */
  readonly reviewBy: string | null;
  readonly statements: readonly PolicyStatement[];
  /** Controls of the policy as a whole. */
  readonly controls: readonly string[];
  /** Roles whose holders acknowledge each version. */
  readonly acknowledgedBy: readonly string[];
}

/** Something to be reached, and the control that measures whether it is. */
export interface Objective {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Policy that it serves. */
  readonly policy: string | null;
  /** In words: `agreement with the adjudicated outcome ≥ 91 %`. */
  readonly target: string;
  readonly control: string;
  readonly owner: string | null;
  /** The day by which it is to be reached. */
  readonly by: string | null;
}

/** From 1, the least, to 5. */
export type Grade = 1 | 2 | 3 | 4 | 5;

/** A risk as it was assessed: what people guess stands beside what is observed. */
export interface Risk {
  readonly id: string;
  readonly description: string;
  readonly owner: string | null;
  /** Systems that it is about; empty: all. */
  readonly systems: readonly string[];
  /** Controls whose breach is the risk come true; none: nobody measures it. */
  readonly controls: readonly string[];
  readonly likelihood: Grade | null;
  readonly severity: Grade | null;
  readonly treatment: string | null;
}

/** Somebody whose models or services are used. */
export interface Supplier {
  readonly id: string;
  readonly name: string;
  /** Names under which telemetry knows it: `openai`, `azure.ai.openai`. */
  readonly providers: readonly string[];
  /** Null: any model of it. */
  readonly models: readonly string[] | null;
  /** Null: any region. */
  readonly regions: readonly string[] | null;
  /** The day of the last assessment. */
  readonly assessed: string | null;
  /** The last day on which that holds. */
  readonly validUntil: string | null;
  /** Controls that measure terms of the contract. */
  readonly terms: readonly string[];
  /** What was agreed about telling of changes, in words. */
  readonly notice: string | null;
  /** SHA-256 of the contract or the assessment. */
  readonly document: string | null;
}

/** Somebody who may decide about predictions. Always a pseudonym. */
export interface AuthorisedReviewer {
  readonly id: string;
  readonly role: string;
  /** Empty: of all systems. */
  readonly systems: readonly string[];
  /** The last day on which the competence holds; null: it does not end. */
  readonly until: string | null;
}

/** What bears on the management system: an issue from outside or inside, or what a party needs. */
export interface Issue {
  readonly id: string;
  readonly kind: "external" | "internal" | "interested_party";
  readonly title: string;
  /** The day since which it stands as it does. */
  readonly since: string;
  readonly note: string | null;
}

/** Whether a clause or a control of a framework applies, and why. */
export interface Applicability {
  readonly framework: string;
  readonly clause: string;
  readonly applies: boolean;
  readonly justification: string;
}

/** What people lay down about governance, in one file. Plain JSON. */
export interface Governance {
  readonly policies: readonly Policy[];
  readonly objectives: readonly Objective[];
  readonly risks: readonly Risk[];
  readonly suppliers: readonly Supplier[];
  readonly reviewers: readonly AuthorisedReviewer[];
  readonly issues: readonly Issue[];
  readonly applicability: readonly Applicability[];
}

export const NO_GOVERNANCE: Governance = {
  policies: [],
  objectives: [],
  risks: [],
  suppliers: [],
  reviewers: [],
  issues: [],
  applicability: [],
};
