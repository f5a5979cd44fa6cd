import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { iso } from "./instant.ts";
import type { Material } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";

/** `02-scope`: which AI systems there are, as declared and as seen. */
export function scopeMembers(of: Material): readonly Member[] {
  const standing = (name: string): number =>
    of.inventory.filter((system) => system.standing === name).length;
  return [
    about("02-scope", "Scope: AI systems, declared and discovered", of, {
      holds: [
        "`inventory.csv` and `inventory.json`: every system that was declared or that telemetry was received from, with owner, risk tier and how both agree",
        "`history.csv`: every change of a declaration, ever: who declared what, when",
      ],
      figures: [
        ["systems", of.inventory.length],
        ["declared and heard of (live)", standing("live")],
        ["heard of, not declared (shadow)", standing("shadow")],
        ["declared live, not heard of (silent)", standing("silent")],
        ["without an owner", of.inventory.filter(({ owner }) => owner === null).length],
      ],
      notCovered: [
        "AI that never sends telemetry to this collector: chat services in a browser, features inside other software. Their absence here shows nothing.",
        "Standings are those of the day on which the package was made; the history says what was declared before.",
        "Whether a risk tier or a purpose is right is for people to judge.",
      ],
    }),
    reading(
      "02-scope/inventory.csv",
      csv(
        [
          "system",
          "standing",
          "owner",
          "deputy",
          "purpose",
          "risk_tier",
          "oversight_role",
          "suppliers",
          "approved_models",
          "models_seen",
          "environments",
          "predictions",
          "declared",
          "first_seen",
          "last_seen",
          "missing",
        ],
        of.inventory.map((system) => [
          system.id,
          system.standing,
          system.owner,
          system.deputy,
          system.purpose,
          system.riskTier,
          system.oversightRole,
          system.suppliers?.join("; ") ?? null,
          system.approvedModels?.join("; ") ?? null,
          system.models.map(({ name, version }) => `${name} ${version}`.trim()).join("; "),
          system.environments.join("; "),
          system.predictions,
          system.declaredMs === null ? null : iso(system.declaredMs),
          system.firstSeenMs === null ? null : iso(system.firstSeenMs),
          system.lastSeenMs === null ? null : iso(system.lastSeenMs),
          system.missing.map(({ what }) => what).join("; "),
        ]),
      ),
    ),
    reading(
      "02-scope/history.csv",
      csv(
        ["system", "when", "by", "field", "from", "to"],
        of.inventory.flatMap(({ id, history }) =>
          [...history]
            .reverse()
            .map((change) => [
              id,
              iso(change.atMs),
              change.by,
              change.field,
              change.from,
              change.to,
            ]),
        ),
      ),
    ),
    statement(
      "02-scope/inventory.json",
      of.inventory.map(({ history: _, ...system }) => system),
    ),
  ];
}
