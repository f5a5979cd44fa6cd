import type { RecordFindings, ReviewActs } from "@tiltmeter/dashboards";
import { planOf } from "@tiltmeter/rules";
import type { Place } from "../examiner/worklist.ts";
import { csv } from "../export/csv.ts";
import type { ApiFindings } from "../http/findings.ts";
import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { OpenExaminer } from "./open-examiner.ts";

/** Rows of a file that are asked for at once. */
const CSV_ROWS = 5_000;

/** What pages and the API read of what the examiner found out, and what people do with it. */
export function openFindings(of: {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly content: ContentStore;
  readonly examiner: OpenExaminer;
}): RecordFindings & ApiFindings & ReviewActs {
  const { now, ledger, content, examiner } = of;
  const recordOf = (id: string) => ledger.state.nonconformities.get(id);
  return {
    effectiveness: async (id) => {
      const record = recordOf(id);
      if (record === undefined) return null;
      const planned = planOf(record, record.cycle);
      const isPreview = planned === null && record.state === "analysing";
      return {
        plan: isPreview ? await examiner.plan(record, now()) : planned,
        isPreview,
        standing: examiner.standing(id),
      };
    },
    affectedDecisions: async ({ id, limit, cursor, isOpenOnly = false }) => {
      const record = recordOf(id);
      if (record === undefined) return null;
      const after = cursor === undefined ? null : placeOf(cursor);
      const page = await examiner.worklist.page(record, {
        ...{ limit, isOpenOnly },
        ...(after === null ? {} : { after }),
      });
      return page && { ...page, next: page.next === null ? null : cursorOf(page.next) };
    },
    affectedFile: async (id) => {
      const record = recordOf(id);
      if (record === undefined) return null;
      const first = await examiner.worklist.page(record, { limit: CSV_ROWS });
      if (first === null) return null;
      return (async function* () {
        let page: typeof first | null = first;
        let header: readonly string[] | null = COLUMNS;
        while (page !== null) {
          const rows = page.items.map((item) => [
            ...[item.id, new Date(item.timeMs).toISOString(), item.modelVersion, item.label],
            ...[item.score, item.status, item.decided],
            item.decidedMs === null ? null : new Date(item.decidedMs).toISOString(),
          ]);
          const text = csv(COLUMNS, rows);
          yield header === null ? text.slice(text.indexOf("\n") + 1) : text;
          header = null;
          page =
            page.next === null
              ? null
              : await examiner.worklist.page(record, { limit: CSV_ROWS, after: page.next });
        }
      })();
    },
    recordDocument: async ({ id, digest }) => {
      const record = recordOf(id);
      // Only what the record itself speaks of: the content store has much else.
      const own = [
        record?.examination?.document,
        ...(record?.judgements ?? []).map(({ evidence }) => evidence),
        ...(record?.review?.lists ?? []),
      ];
      return own.includes(digest) ? await content.get(digest) : null;
    },
    reviewDecisions: (act) => examiner.worklist.review(act),
  };
}

const COLUMNS = [
  "prediction",
  "time",
  "model_version",
  "label",
  "score",
  "status",
  "decided",
  "decided_at",
];

function cursorOf({ timeMs, id }: Place): string {
  return Buffer.from(JSON.stringify([timeMs, id])).toString("base64url");
}

/** Null where it is none of ours. */
function placeOf(cursor: string): Place | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const [timeMs, id] = Array.isArray(place) ? place : [];
    if (typeof timeMs === "number" && Number.isFinite(timeMs) && typeof id === "string") {
      return { timeMs, id };
    }
  } catch {
    // Said by the null.
  }
  return null;
}
