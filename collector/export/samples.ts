import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { iso } from "./instant.ts";
import type { Material, SampleMaterial } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";

const FOLDER = "11-samples";

/** `11-samples`: predictions that the auditor had drawn, so that anybody can draw them again. */
export function sampleMembers(of: Material): readonly Member[] {
  const { sample } = of;
  if (sample === null) {
    return [
      about(FOLDER, "Samples", of, {
        holds: [
          "No sample was asked for: give `--sample N --seed S`, with a seed of the auditor's.",
        ],
        notCovered: ["Single decisions."],
      }),
    ];
  }
  return [
    about(FOLDER, "Samples: predictions drawn by the auditor's seed", of, {
      holds: [
        "`sample.csv` and `sample.json`: the predictions that were drawn, with their results and reviews",
        `How: of every prediction of the period, each id once, the SHA-256 of \`SEED:SYSTEM:ID\` in UTF-8 is taken; the ${sample.asked} smallest are drawn. The seed is ${JSON.stringify(sample.seed)}.`,
        "Who holds a list of the ids can draw the same sample, and see that none was chosen otherwise.",
        "`rows-N.jsonl`: the stored row of each with its proof under a seal of the ledger, whole, since a proof needs it: its segments and the pseudonym of its subject too. Inputs are rows of another table and are not here.",
      ],
      figures: [
        ["population", populationOf(sample)],
        ["asked for", sample.asked],
        ["drawn", sample.drawn.length],
        ["with a proof of their stored row", sample.drawn.length - of.unproven],
        ...sample.population.map(
          ({ system, predictions }) => [`population of ${system}`, predictions] as const,
        ),
      ],
      notCovered: [
        "Inputs, features, prompts and texts: ids, times and results alone. They can be asked for on the record, where they are kept.",
        "Predictions that never arrived; see completeness in 10-integrity.",
        "A row has no proof here where it is under no seal yet, or under one of which other rows are gone since; `10-integrity/seals.csv` and `erasures.csv` say which.",
      ],
    }),
    reading(
      `${FOLDER}/sample.csv`,
      csv(
        [
          "rank",
          "system",
          "prediction",
          "time",
          "received",
          "environment",
          "model",
          "version",
          "label",
          "score",
          "status",
          "outcome",
          "outcome_time",
          "reviews",
        ],
        sample.drawn.map((each) => [
          each.rank,
          each.system,
          each.id,
          iso(each.timeMs),
          iso(each.receivedMs),
          each.environment,
          each.model,
          each.modelVersion,
          each.label,
          each.score,
          each.status,
          each.outcome?.label ?? null,
          each.outcome === null ? null : iso(each.outcome.timeMs),
          each.reviews.map(({ action, timeMs }) => `${action} ${iso(timeMs)}`).join("; "),
        ]),
      ),
    ),
    statement(`${FOLDER}/sample.json`, sample),
  ];
}

/** Predictions that could have been drawn. */
export function populationOf({ population }: SampleMaterial): number {
  return population.reduce((sum, { predictions }) => sum + predictions, 0);
}
