import { randomUUID } from "node:crypto";
import type { PageViews } from "@tiltmeter/dashboards";
import { callerOf } from "../http/environment.ts";
import { type KeptView, ViewStore } from "../views/view-store.ts";

/** What the pages have of kept views, and what an erasure does to them. */
export interface OpenViews extends PageViews {
  /** Of a person, by pseudonym. */
  readonly forgetAllOf: (person: string) => Promise<void>;
}

/** Introduces the views that people keep to who asks for them. */
export async function openViews(file: string): Promise<OpenViews> {
  const store = await ViewStore.open({ file, newId: randomUUID });
  return {
    forgetAllOf: (person) => store.forgetAllOf(`person:${person}`),
    list: (c) => {
      const caller = callerOf(c);
      if (caller === null) return [];
      const { systems } = caller;
      return store
        .list(caller.id)
        .filter((view) => view.by === caller.id || systems === null || isOf(view, systems))
        .map(({ by, ...view }) => ({ ...view, isMine: by === caller.id }));
    },
    keep: async (c, view) => {
      const caller = callerOf(c);
      const nobody = { name: "sign in to save a view" };
      return caller === null ? { kind: "refused", fields: nobody } : store.keep(caller.id, view);
    },
    forget: async (c, id) => {
      const caller = callerOf(c);
      if (caller !== null) await store.forget(caller.id, id);
    },
  };
}

/** Whether a view of another's names systems, and none but these: its very name may tell of what it shows. */
function isOf(view: KeptView, systems: readonly string[]): boolean {
  const url = new URL(view.address, "http://localhost");
  const [, first, second] = url.pathname.split("/");
  const asked = url.searchParams.get("system");
  const named = [
    ...(first === "systems" && second !== undefined ? [decoded(second)] : []),
    ...(asked === null || asked === "" ? [] : [asked]),
  ];
  return named.length > 0 && named.every((system) => systems.includes(system));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
