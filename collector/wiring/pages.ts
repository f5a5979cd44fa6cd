import { createAssets, createPages, type PageOptions, type Reads } from "@tiltmeter/dashboards";
import { Hono } from "hono";
import { authorityOf } from "../http/authority.ts";
import { callerOf } from "../http/environment.ts";
import { mayAct, mayExport } from "../http/policy.ts";
import { said } from "./said.ts";

/** What the pages stand on; viewers and auditors only read. */
export function pageOptions(
  acts: PageOptions["act"],
  log: (line: string) => void,
  nameOf: (pseudonym: string) => string,
  exports: Omit<NonNullable<PageOptions["exports"]>, "actor">,
): PageOptions {
  const acting = new Set(["admin", "compliance", "operator"]);
  const deciding = new Set(["admin", "compliance"]);
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
    act: acts,
    report: (error) => log(`a page failed: ${said(error)}`),
  };
}

/** The pages with their assets, to be mounted at `/`. */
export function pages(reads: Reads, options: PageOptions): Hono {
  return new Hono()
    .route(options.assetsBase, createAssets())
    .route("/", createPages(reads, options));
}
