import { z } from "zod";
import type { ByteBudget } from "../byte-budget.ts";
import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { jsonBody } from "../json-body.ts";
import { createKey, hashSecret, keyText } from "../key.ts";
import { paged, pageJson, pageQuery } from "../paging.ts";
import { queryOf } from "../query.ts";
import { missing, Refusal } from "../refusal.ts";
import { ROLES } from "../role.ts";
import { createdKeyShape, keyShape } from "../shapes/key.ts";
import { listOf } from "../shapes/list-of.ts";
import { keyJson } from "./shapes.ts";

const creation = z.strictObject({
  role: z.enum(ROLES),
  name: z.string().min(1).max(64),
  systems: z
    .array(z.string().min(1).max(256))
    .min(1)
    .max(1_000)
    .nullable()
    .default(null)
    .describe("What its owner sees, acts on and sends for; absent or null: all systems."),
});

/** API keys. The text of a key is in the answer to its creation and nowhere else, ever. */
export function keyRoutes(
  app: Routes,
  deps: {
    readonly budget: ByteBudget;
    readonly randomBytes: (bytes: number) => Uint8Array;
  },
): void {
  app.get("/api/v1/keys", (c) =>
    pageJson(
      c,
      paged(queryOf(c, pageQuery), c.var.reads.keys(), ({ atMs, id }) => [atMs, id], keyJson),
    ),
  );
  app.post("/api/v1/keys", async (c) => {
    const { role, name, systems } = await jsonBody(c, creation, deps);
    const key = createKey(role, deps.randomBytes);
    const by = c.get("caller").name;
    await c.var.acts.createKey({
      id: key.id,
      role,
      name,
      systems,
      hash: hashSecret(key.secret),
      by,
    });
    return c.json({ id: key.id, role, name, systems, key: keyText(key) }, 201);
  });
  app.delete("/api/v1/keys/:id", async (c) => {
    const id = c.req.param("id");
    const key = c.var.reads.keys().find((each) => each.id === id);
    if (key === undefined) throw missing("key", id);
    if (key.revokedMs !== null) return c.body(null, 204);
    const admins = c.var.reads
      .keys()
      .filter((each) => each.role === "admin" && each.revokedMs === null);
    if (key.role === "admin" && admins.length === 1) {
      const detail = `key ${id} is the last admin key; create another before revoking it`;
      throw new Refusal({ status: 409, detail });
    }
    await c.var.acts.revokeKey({ id, by: c.get("caller").name });
    return c.body(null, 204);
  });
}

export const KEY_ROUTES: Described = {
  "GET /api/v1/keys": {
    tag: "Access",
    summary: "List API keys, without their secrets",
    query: pageQuery,
    answers: { 200: { of: "Keys, oldest first.", json: listOf(keyShape) } },
  },
  "POST /api/v1/keys": {
    tag: "Access",
    summary: "Create an API key",
    body: creation,
    example: { role: "ingest", name: "credit scoring, production", systems: ["credit-scoring"] },
    answers: { 201: { of: "The key: this answer alone has its secret.", json: createdKeyShape } },
  },
  "DELETE /api/v1/keys/:id": {
    tag: "Access",
    summary: "Revoke an API key",
    answers: { 204: { of: "It opens nothing any more." } },
    problems: { 409: "It is the last admin key." },
  },
};
