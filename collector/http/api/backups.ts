import type { Described } from "../described.ts";
import type { Routes } from "../environment.ts";
import { missing, Refusal } from "../refusal.ts";
import { backupShape } from "../shapes/backup.ts";

/** What a backup is copied from, gathered as of one moment. */
export interface Gathered {
  readonly id: string;
  /** On the machine of the collector, with `files.json`: the command copies it from there. */
  readonly folder: string;
  readonly takenMs: number;
  readonly dataVersion: number;
  /** Address of the ClickHouse server that has the rest; null: it is all here. */
  readonly server: string | null;
  readonly bytes: number;
  readonly files: number;
}

/** What the API does for backups. */
export interface ApiBackups {
  /** `busy`: what was gathered before is not let go yet. */
  readonly gather: () => Promise<
    | { readonly kind: "gathered"; readonly gathered: Gathered }
    | { readonly kind: "busy"; readonly id: string }
  >;
  /** False: nothing is gathered under that id. */
  readonly drop: (id: string) => Promise<boolean>;
}

/** What a backup is copied from. Nothing of it passes through here: the files are for whoever may read the folder. */
export function backupRoutes(app: Routes, { backups }: { readonly backups: ApiBackups }): void {
  app.post("/api/v1/backups", async (c) => {
    const answer = await backups.gather();
    if (answer.kind === "busy") {
      const detail = `backup ${answer.id} is being copied; wait for it, or where nobody copies it any more: tiltmeter backup release ${answer.id}`;
      throw new Refusal({ status: 409, detail });
    }
    const { takenMs, ...rest } = answer.gathered;
    return c.json({ ...rest, takenAt: new Date(takenMs).toISOString() }, 201);
  });
  app.delete("/api/v1/backups/:id", async (c) => {
    const id = c.req.param("id");
    if (!(await backups.drop(id))) throw missing("backup", id);
    return c.body(null, 204);
  });
}

export const BACKUP_ROUTES: Described = {
  "POST /api/v1/backups": {
    tag: "Collector",
    summary: "Gather what a backup is copied from",
    detail:
      "As of one moment, within the data folder, where `tiltmeter backup` copies it. It is let go after six hours, and keeps until then what is erased meanwhile.",
    answers: { 201: { of: "Where it lies on the collector's machine.", json: backupShape } },
    problems: { 409: "Another is being copied." },
  },
  "DELETE /api/v1/backups/:id": {
    tag: "Collector",
    summary: "Let go what a backup was copied from",
    path: { id: "As it was answered." },
    answers: { 204: { of: "It is gone; the backup itself is not touched." } },
    problems: { 404: "Nothing is gathered under that id." },
  },
};
