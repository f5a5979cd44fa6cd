import { asSet } from "./as-set.ts";
import { INVENTORY_LISTS, type NameList } from "./control.ts";
import { type Reader, readTexts } from "./fields.ts";
import { suggestion } from "./nearest.ts";

const FROM = "inventory.";

/** Names that are allowed: a written list, or `inventory.approved_models`. */
export const readNameList: Reader<NameList> = (tree, key, report) => {
  if (tree.kind === "scalar" && tree.source.startsWith(FROM)) {
    const written = tree.source.slice(FROM.length);
    const list = INVENTORY_LISTS.find((known) => known === written);
    if (list !== undefined) return { from: "inventory", list };
    const near = suggestion(written, INVENTORY_LISTS);
    report.error(tree.at, "bad-value", `the inventory has no list ${written.slice(0, 64)}`, near);
    return undefined;
  }
  const names = readTexts(tree, key, report);
  if (names === undefined) return undefined;
  if (names.length > 0) return { from: "names", names: asSet(names) };
  report.error(
    tree.at,
    "bad-value",
    `${key} allows nothing`,
    "name what is allowed, or write inventory.approved_models",
  );
  return undefined;
};
