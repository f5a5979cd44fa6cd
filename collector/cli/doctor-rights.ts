import type { Engine } from "../store/engine/open.ts";
import { examineRights, type UserExamined } from "../store/grants/examine-rights.ts";
import type { Right } from "../store/grants/needed-rights.ts";
import { type Finding, look, well, wrong } from "./doctor-finding.ts";

/** What a server lets its two users do, beside what they need. */
export async function lookAtRights(engine: Engine): Promise<readonly Finding[]> {
  if (engine.kind === "embedded") return [];
  const users = await examineRights(engine);
  const isOne = users.length === 1;
  return [
    ...users.flatMap(ofUser),
    ...(isOne
      ? [
          look(
            "store users",
            "one user of the server writes and reads",
            "give pages, API and controls one who only reads: --store-reader, tiltmeter store grants",
          ),
        ]
      : []),
  ];
}

function ofUser({ as, name, readonly, missing, tooMuch }: UserExamined): readonly Finding[] {
  const about = `store ${as}`;
  const found: Finding[] = [];
  if (missing.length > 0) {
    const next = "run what tiltmeter store grants prints, as an administrator of the server";
    found.push(wrong(about, `${name} may not ${few(missing)}`, next));
  }
  if (tooMuch.length > 0) {
    const next = `REVOKE what it never needs; tiltmeter store grants prints what it does`;
    found.push(look(about, `${name} may also ${few(tooMuch)}`, next));
  }
  if (as === "reader" && readonly === 0) {
    const next = "give it a profile with readonly = 2: tiltmeter store grants";
    found.push(look(about, `${name} has a profile that lets it write`, next));
  }
  return found.length > 0 ? found : [well(about, `${name} may do what it needs, and no more`)];
}

const NAMED_MAX = 6;

function few(rights: readonly Right[]): string {
  const said = rights.slice(0, NAMED_MAX).map(({ right, on }) => `${right} on ${on}`);
  const rest = rights.length - said.length;
  return rest > 0 ? `${said.join(", ")} and ${rest} more` : said.join(", ");
}
