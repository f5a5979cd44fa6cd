import { createAssets, createPages, type PageOptions, type Reads } from "@tiltmeter/dashboards";
import { Hono } from "hono";
import type { ApiActs } from "../http/acts.ts";
import { authorityOf } from "../http/authority.ts";
import { callerOf } from "../http/environment.ts";
import { mayAct, mayExport, mayOpen } from "../http/policy.ts";
import type { Scopes } from "../http/scope/create-scopes.ts";
import type { AllReads } from "../http/scope/narrow-reads.ts";
import { said } from "./said.ts";

/** What the pages stand on; viewers and auditors only read. */
export function pageOptions(
  of: {
    readonly acts: ApiActs;
    readonly reads: AllReads;
    readonly scopes: Scopes;
    readonly views: NonNullable<PageOptions["views"]>;
    readonly reference: NonNullable<PageOptions["reference"]>;
  },
  log: (line: string) => void,
  nameOf: (pseudonym: string) => string,
  exports: Omit<NonNullable<PageOptions["exports"]>, "actor">,
  access: NonNullable<PageOptions["access"]>,
  notifications: PageOptions["notifications"],
): PageOptions {
  const acting = new Set(["admin", "compliance", "operator"]);
  const deciding = new Set(["admin", "compliance"]);
  // Whoever has not signed in sees nothing of any system, and all the same gets pages.
  const systemsOf = (c: Parameters<typeof callerOf>[0]): readonly string[] | null => {
    const caller = callerOf(c);
    return caller === null ? [] : caller.systems;
  };
  return {
    assetsBase: "/assets",
    actor: (c) => {
      const caller = callerOf(c);
      return caller !== null && acting.has(caller.role) ? caller.name : null;
    },
    decider: (c) => {
      const caller = callerOf(c);
      return caller !== null && deciding.has(caller.role) ? caller.name : null;
    },
    roadmapActor: (c, act) => {
      const caller = callerOf(c);
      return caller !== null && mayAct(act, caller.role) ? caller.name : null;
    },
    nameOf,
    notifications,
    authority: (c) => {
      const caller = callerOf(c);
      return caller === null ? "work" : authorityOf(caller.role);
    },
    exports: {
      ...exports,
      actor: (c) => {
        const caller = callerOf(c);
        return caller !== null && mayExport(caller.role) ? caller.name : null;
      },
    },
    act: of.acts,
    access,
    readsFor: (c) => {
      const systems = systemsOf(c);
      return systems === null ? of.reads : of.scopes(systems).reads;
    },
    actFor: (c) => {
      const systems = systemsOf(c);
      return systems === null ? of.acts : of.scopes(systems).acts;
    },
    mayOpen: (c, path) => {
      const caller = callerOf(c);
      return caller !== null && mayOpen(path, caller);
    },
    events: "/api/v1/events",
    views: of.views,
    reference: of.reference,
    report: (error) => log(`a page failed: ${said(error)}`),
  };
}

/** The pages with their assets, to be mounted at `/`. */
export function pages(reads: Reads, options: PageOptions): Hono {
  return new Hono()
    .route(options.assetsBase, createAssets())
    .route("/", createPages(reads, options));
}
