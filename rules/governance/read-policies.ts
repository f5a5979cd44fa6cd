import type { Tree } from "../control/document.ts";
import { type Reader, readText, readTexts, readWhole, required } from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { suggestion } from "../control/nearest.ts";
import { readDate } from "../inventory/parse-calendar.ts";
import type { Objective, Policy, PolicyStatement } from "./governance.ts";
import { differing } from "./governance-changes.ts";
import { type Item, type Known, openItem } from "./open-item.ts";
import { readControlIds, readDigest } from "./read-values.ts";

const POLICY = [
  ...["id", "version", "title", "owner", "document", "review_by", "statements", "controls"],
  "acknowledged_by",
];

export function readPolicy(tree: Tree, known: Known, report: Report): Policy | undefined {
  const item = openItem(tree, "a policy", POLICY, report);
  if (item?.id === undefined) return undefined;
  const { id, text, maybe } = item;
  const policy: Policy = {
    id,
    version: readVersion(item, report),
    title: text("title", "what it is called"),
    owner: maybe("owner", readText),
    document: maybe("document", readDigest),
    reviewBy: maybe("review_by", readDate),
    statements: maybe("statements", readStatements(known)) ?? [],
    controls: maybe("controls", readControlIds(known.controls)) ?? [],
    acknowledgedBy: maybe("acknowledged_by", readTexts) ?? [],
  };
  const before = known.before?.policies.find((each) => each.id === id);
  const said = ({ title, document, statements }: Policy): object => ({
    title,
    document,
    statements: statements.map(({ controls: _, ...of }) => of),
  });
  checkVersion(
    tree.at,
    policy,
    before && { ...said(before), version: before.version },
    said,
    report,
  );
  return policy;
}

const OBJECTIVE = ["id", "version", "title", "policy", "target", "control", "owner", "by"];

export function readObjective(tree: Tree, known: Known, report: Report): Objective | undefined {
  const item = openItem(tree, "an objective", OBJECTIVE, report);
  if (item?.id === undefined) return undefined;
  const { id, fields, text, maybe } = item;
  const measured = { key: "control", why: "which control measures whether it is reached" };
  const [control] = required(fields, measured, readControlIds(known.controls), report) ?? [];
  const objective: Objective = {
    id,
    version: readVersion(item, report),
    title: text("title", "what is to be reached"),
    policy: maybe("policy", readPolicyId(known)),
    target: text("target", "how much of it, in words"),
    control: control ?? "",
    owner: maybe("owner", readText),
    by: maybe("by", readDate),
  };
  const before = known.before?.objectives.find((each) => each.id === id);
  const said = ({ title, target, control: measure }: Objective): object => ({
    title,
    target,
    control: measure,
  });
  checkVersion(
    tree.at,
    objective,
    before && { ...said(before), version: before.version },
    said,
    report,
  );
  return objective;
}

function readVersion({ fields }: Item, report: Report): number {
  const of = { key: "version", why: "what is approved is one version of it" };
  return required(fields, of, readWhole(1, 1_000_000), report) ?? 0;
}

/** What was approved under a version stays what it says. */
function checkVersion<T extends { readonly id: string; readonly version: number }>(
  at: number,
  is: T,
  before: { readonly version: number } | undefined,
  said: (of: T) => object,
  report: Report,
): void {
  if (before === undefined || is.version > before.version) return;
  const { version, ...was } = before;
  const changed = differing(was, said(is));
  if (is.version < version) {
    const rule = `${is.id} has version ${version} already, and versions only rise`;
    report.error(at, "version", rule, `write version: ${version + 1}`);
  } else if (changed.length > 0) {
    const rule = `${is.id} changed (${changed.join(", ")}) and is still version ${version}`;
    report.error(at, "version", rule, `write version: ${version + 1}, so that it can be approved`);
  }
}

function readStatements(known: Known): Reader<readonly PolicyStatement[]> {
  return (tree, key, report) => {
    if (tree.kind !== "list") {
      report.error(tree.at, "bad-value", `${key} is a list`, "write - id: …, text: …");
      return undefined;
    }
    const ids = new Set<string>();
    return tree.items.flatMap((each): readonly PolicyStatement[] => {
      const item = openItem(each, "a statement", ["id", "text", "controls"], report);
      if (item?.id === undefined) return [];
      if (ids.has(item.id)) {
        report.error(each.at, "duplicate-id", `${item.id} stands twice`, "rename one of them");
      }
      ids.add(item.id);
      const controls = item.maybe("controls", readControlIds(known.controls)) ?? [];
      return [{ id: item.id, text: item.text("text", "what it says, in a sentence"), controls }];
    });
  };
}

function readPolicyId(known: Known): Reader<string> {
  return (tree, key, report) => {
    const id = readText(tree, key, report);
    if (id === undefined || known.policies.includes(id)) return id;
    const fix = known.policies.length === 0 ? "add it" : suggestion(id, known.policies);
    report.error(tree.at, "unknown-policy", `there is no policy ${id} in this file`, fix);
    return undefined;
  };
}
