// A store of an old schema, made or brought up to date in a process of its own. Arguments: `old` or `open`, its folder, the
// built collector's folder, and of `old` how many changes it has. Prints `opening` when the work begins, `open` at its end.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [act, folder, dist, count] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(dist, path)).href);

if (act === "old") {
  const { openEngine } = await load("store/engine/open.js");
  const engine = await openEngine({ folder });
  const schema = join(dist, "store", "schema");
  const names = (await readdir(schema)).filter((name) => name.endsWith(".sql")).sort();
  for (const name of names.slice(0, Number(count))) {
    const sql = await readFile(join(schema, name), "utf8");
    const version = Number.parseInt(name, 10);
    if (version === 1) {
      await engine.outside.command({ query: sql.replace("{database}", engine.database) });
      continue;
    }
    await engine.client.command({ query: sql });
    if (version === 2) continue;
    await engine.client.insert({
      table: "migrations_v1",
      columns: ["version", "name"],
      values: [[version, name.replace(/\.sql$/, "")]],
      format: "JSONCompactEachRow",
    });
  }
  await engine.close();
} else {
  const { openStore } = await load("store/store.js");
  console.log("opening");
  const store = await openStore({ folder, log: (line) => console.log(line) });
  await store.close();
}
console.log("open");
