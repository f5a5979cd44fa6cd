import { readdirSync, readFileSync } from "node:fs";
import { type Framework, parseFramework } from "../../../rules/index.ts";

const folder = new URL("../../../rules/frameworks/", import.meta.url);

/** The frameworks as they are shipped; throws where one has a finding. */
export function shippedFrameworks(): readonly Framework[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => {
      const { framework, findings } = parseFramework(
        readFileSync(new URL(name, folder), "utf8"),
        name,
      );
      if (framework === null) throw new Error(JSON.stringify(findings));
      return framework;
    });
}
