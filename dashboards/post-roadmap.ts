import type { RoadmapAct, Written } from "@tiltmeter/rules";
import type { PageActs, RoadmapAnswer } from "./acts.ts";
import { applicability } from "./pages/roadmap/applicability.tsx";
import { audit } from "./pages/roadmap/audit.tsx";
import type { Visit } from "./pages/roadmap/frame.tsx";
import { governance } from "./pages/roadmap/governance.tsx";
import { heldReview, managementReview } from "./pages/roadmap/management-review.tsx";
import { oversightRecords } from "./pages/roadmap/oversight-records.tsx";
import { risks } from "./pages/roadmap/risks.tsx";
import type { PageContent } from "./parts/document.tsx";
import type { Posted } from "./post-acts.ts";
import type { Reads } from "./reads.ts";

/** Does what a form of the roadmap asks for. A refusal comes back as its page, with what was written kept. */
export async function postRoadmap(
  reads: Reads,
  acts: PageActs,
  post: {
    readonly act: RoadmapAct;
    readonly by: string;
    readonly form: FormData;
    readonly may: Visit["may"];
    readonly mayExport: boolean;
  },
): Promise<Posted> {
  const { act, by, may, mayExport } = post;
  const written: Written = Object.fromEntries(
    [...post.form].flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value.replaceAll("\r\n", "\n")]] : [],
    ),
  );
  const answer = await tried(() => acts.roadmap({ act, written, by }));
  if (answer.kind === "done") return { kind: "moved", location: after(act, answer.id, written) };
  const returned = { act, written, problem: answer.reason, fields: answer.fields };
  const visit = { query: {}, may, mayExport, returned };
  return { kind: "shown", content: await PAGES[act](reads, visit, written) };
}

type Page = (reads: Reads, visit: Visit, written: Written) => Promise<PageContent>;

const review: Page = (reads, visit, written) =>
  heldReview(reads, written["review"] ?? reviewOf(written["id"] ?? ""), visit);

/** The page that an act's form stands on. */
const PAGES: Readonly<Record<RoadmapAct, Page>> = {
  approve: governance,
  acknowledge: governance,
  attest: applicability,
  withdraw_attestation: applicability,
  assess: risks,
  plan_calibration: oversightRecords,
  record_calibration: oversightRecords,
  record_drill: oversightRecords,
  hold_review: managementReview,
  decide: review,
  finish_action: review,
  draw_sample: audit,
};

/** Where the person is led when it is done. */
function after(act: RoadmapAct, id: string, written: Written): string {
  const done = `?done=${encodeURIComponent(id)}`;
  switch (act) {
    case "approve":
    case "acknowledge":
      return `/governance${done}`;
    case "attest":
    case "withdraw_attestation":
      return `/applicability${done}`;
    case "assess":
      return `/risks${done}`;
    case "plan_calibration":
    case "record_calibration":
    case "record_drill":
      return `/oversight${done}`;
    case "hold_review":
      return `/management-review/${encodeURIComponent(id)}${done}`;
    case "decide":
    case "finish_action": {
      const of = written["review"] ?? reviewOf(id);
      return `/management-review/${encodeURIComponent(of)}${done}`;
    }
    case "draw_sample":
      return `/audit${done}#paper`;
  }
}

/** `MR-2026-0001.2` is of `MR-2026-0001`. */
function reviewOf(decision: string): string {
  return decision.split(".")[0] ?? "";
}

/** A ledger that cannot be written to is a refusal with a reason, and the person's words are kept. */
async function tried(act: () => Promise<RoadmapAnswer>): Promise<RoadmapAnswer> {
  try {
    return await act();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "refused", reason: `it could not be recorded (${why}).`, fields: {} };
  }
}
