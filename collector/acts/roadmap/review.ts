import { answeredMs } from "@tiltmeter/rules";
import type { ManagementReviewHeld, ReviewActionDone, ReviewDecided } from "./entries.ts";
import {
  type Acting,
  nextId,
  type Planned,
  type Refused,
  type RoadmapSources,
  refused,
} from "./plan.ts";

const DAY_MS = 86_400_000;

/** Records that management reviewed a period: the pack that was before them becomes a document. */
export async function holdReview(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
): Promise<Planned | Refused> {
  const [fromMs, toMs] = [
    answeredMs(values["from"] ?? "") ?? 0,
    answeredMs(values["to"] ?? "") ?? 0,
  ];
  if (fromMs >= toMs) return refused("a period begins before it ends", { to: "is after from" });
  if (fromMs > atMs) return refused("a period that is yet to come is none", { from: "lies ahead" });
  const { pack, asOf } = await of.reviewPack({ fromMs, toMs });
  const document = await of.put(pack);
  const { summary = "" } = values;
  return {
    kind: "planned",
    decide: ({ management_review_held: before }) => {
      const id = nextId("MR", atMs, before);
      const entry: ManagementReviewHeld = {
        ...{ type: "management_review_held", atMs, by, id, fromMs, toMs, document, asOf, summary },
      };
      return { entry, id };
    },
  };
}

/** What management decided becomes an action with an owner and a day. */
export async function decide(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
): Promise<Planned | Refused> {
  const { review = "", input = "", decision = "", owner = "", due = "" } = values;
  const dueMs = answeredMs(due) ?? 0;
  // The whole of its last day is left.
  if (dueMs + DAY_MS <= atMs)
    return refused("an action is due in the future", { due: "has passed" });
  const person = await of.pseudonymOf(owner);
  return {
    kind: "planned",
    decide: (roadmap) => {
      if (!roadmap.management_review_held.some(({ id }) => id === review)) {
        return refused(`there is no review ${review}`, { review: "does not exist" });
      }
      const before = roadmap.review_decided.filter((each) => each.review === review);
      const id = `${review}.${before.length + 1}`;
      const entry: ReviewDecided = {
        ...{ type: "review_decided", atMs, by, id, review, input },
        ...{ decision, owner: person, dueMs },
      };
      return { entry, id };
    },
  };
}

/** An action that came of a decision is done. */
export function finishAction({ values, by, atMs }: Acting): Planned | Refused {
  const { id = "", evidence = "" } = values;
  return {
    kind: "planned",
    decide: (roadmap) => {
      if (!roadmap.review_decided.some((each) => each.id === id)) {
        return refused(`there is no decision ${id}`, { id: "does not exist" });
      }
      if (roadmap.review_action_done.some((each) => each.id === id)) {
        return refused(`${id} is done already`);
      }
      const entry: ReviewActionDone = { type: "review_action_done", atMs, by, id, evidence };
      return { entry, id };
    },
  };
}
