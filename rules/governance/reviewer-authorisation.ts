import type { AuthorisedReviewer } from "./governance.ts";

/** Decisions of one person in one role about one system, on one day. */
export interface DecisionsOfDay {
  readonly system: string;
  /** Pseudonym; empty: not said. */
  readonly reviewer: string;
  readonly role: string;
  /** `2026-11-27`. */
  readonly day: string;
  readonly decisions: number;
}

/** Decisions of one role about one system, by whether whoever made them was allowed to. */
export interface RoleAuthorisation {
  readonly system: string;
  readonly role: string;
  readonly decisions: number;
  readonly authorised: number;
  /** By people who are not on the list for this system. */
  readonly unlisted: number;
  /** By people whose competence had expired on the day. */
  readonly expired: number;
  /** By nobody in particular: the decision carries no name. */
  readonly anonymous: number;
  /** People who decided; null where they are so few that a number would point at one. */
  readonly reviewers: number | null;
}

/** Fewer people than this are not counted out loud. */
export const REVIEWERS_MIN = 3;

/**
 * Whether those who decided were allowed to, by system and role. The results are about roles: who it was
 * is not told. `lists` are those of the inventory, for systems that declare their own.
 */
export function reviewerAuthorisation(of: {
  readonly decisions: readonly DecisionsOfDay[];
  readonly reviewers: readonly AuthorisedReviewer[];
  readonly lists: ReadonlyMap<
    string,
    readonly { readonly name: string; readonly until: string | null }[]
  >;
}): readonly RoleAuthorisation[] {
  const groups = new Map<string, DecisionsOfDay[]>();
  for (const each of of.decisions) {
    const key = JSON.stringify([each.system, each.role]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()]
    .map((own): RoleAuthorisation => {
      const [first] = own;
      const count = (standing: Standing): number =>
        own
          .filter((each) => standingOf(each, of) === standing)
          .reduce((sum, { decisions }) => sum + decisions, 0);
      const people = new Set(own.flatMap(({ reviewer }) => (reviewer === "" ? [] : [reviewer])));
      return {
        system: first?.system ?? "",
        role: first?.role ?? "",
        decisions: own.reduce((sum, { decisions }) => sum + decisions, 0),
        authorised: count("authorised"),
        unlisted: count("unlisted"),
        expired: count("expired"),
        anonymous: count("anonymous"),
        reviewers: people.size < REVIEWERS_MIN ? null : people.size,
      };
    })
    .sort((a, b) =>
      a.system === b.system ? compare(a.role, b.role) : compare(a.system, b.system),
    );
}

type Standing = "authorised" | "unlisted" | "expired" | "anonymous";

function standingOf(
  { system, reviewer, day }: DecisionsOfDay,
  of: Pick<Parameters<typeof reviewerAuthorisation>[0], "reviewers" | "lists">,
): Standing {
  if (reviewer === "") return "anonymous";
  const ends = [
    ...of.reviewers
      .filter(
        ({ id, systems }) => id === reviewer && (systems.length === 0 || systems.includes(system)),
      )
      .map(({ until }) => until),
    ...(of.lists.get(system) ?? [])
      .filter(({ name }) => name === reviewer)
      .map(({ until }) => until),
  ];
  if (ends.length === 0) return "unlisted";
  return ends.some((until) => until === null || day <= until) ? "authorised" : "expired";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
