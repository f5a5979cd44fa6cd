import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { Transact } from "../acts/transact.ts";
import type { ContentRead } from "../ledger/entries/content.ts";
import type { Store } from "../store/store.ts";
import type { Contents } from "../words/contents.ts";

/** What a call of a generative model was asked and answered, in the names that the SDK gives it. */
const CONTENT_FEATURES = ["input", "output"] as const;

export type ContentAnswer =
  | { readonly kind: "found"; readonly texts: Readonly<Record<string, string>> }
  | { readonly kind: "unknown" | "erased" };

/** Prompts and answers, apart from what is said of them. */
export interface Content {
  /** The same records, the texts of calls sealed: what goes on from here has a name for them. */
  readonly apart: (records: readonly Telemetry[]) => Promise<readonly Telemetry[]>;
  /** Reads the texts of a prediction; that it was read is an entry first. */
  readonly read: (of: {
    readonly system: string;
    readonly id: string;
    readonly by: string;
    readonly reason: string;
  }) => Promise<ContentAnswer>;
}

export function openContent(of: {
  readonly now: () => number;
  readonly contents: Contents;
  readonly store: Pick<Store, "content">;
  readonly transact: Transact<unknown, ContentRead>;
}): Content {
  return {
    apart: async (records) => {
      if (!records.some(({ statement }) => hasContent(statement))) return records;
      const made: Telemetry[] = [];
      for (const telemetry of records) {
        const { statement, origin } = telemetry;
        made.push(
          hasContent(statement)
            ? { ...telemetry, statement: await sealed(statement, origin.system, of) }
            : telemetry,
        );
      }
      return made;
    },
    read: async ({ system, id, by, reason }) => {
      const found = await of.store.content(system, id);
      if (found === null) return { kind: "unknown" };
      const texts = of.contents.open(found);
      if (texts === null) return { kind: "erased" };
      const entry: ContentRead = {
        ...{ type: "content_read", atMs: of.now(), by, system, prediction: found.hash, reason },
      };
      await of.transact(() => ({ entries: [entry], result: undefined }));
      return { kind: "found", texts };
    },
  };
}

function hasContent(statement: Telemetry["statement"]): statement is Prediction {
  return (
    statement.kind === "prediction" &&
    statement.call !== undefined &&
    CONTENT_FEATURES.some((name) => Object.hasOwn(statement.categoricalFeatures, name))
  );
}

async function sealed(
  prediction: Prediction,
  system: string,
  of: { readonly now: () => number; readonly contents: Contents },
): Promise<Prediction> {
  const { categoricalFeatures, subject } = prediction;
  const texts = Object.fromEntries(
    Object.entries(categoricalFeatures).filter(([name]) =>
      CONTENT_FEATURES.some((each) => each === name),
    ),
  );
  const content = await of.contents.seal({ system, subject, atMs: of.now(), texts });
  const named = Object.keys(texts).map((name) => [name, `content:${content.hash}`] as const);
  return {
    ...prediction,
    categoricalFeatures: { ...categoricalFeatures, ...Object.fromEntries(named) },
    content,
  };
}
