import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { listed, segment } from "../formats/words.ts";
import type { InventoryChange, InventoryEntry, InventoryStanding } from "../inventory.ts";
import { Time } from "../parts/time.tsx";
import { type Standing, StandingMark } from "../parts/vial.tsx";

/** In the order of the page: what needs somebody first. */
export const INVENTORY_STANDINGS: readonly InventoryStanding[] = [
  "shadow",
  "stray",
  "silent",
  "live",
  "planned",
  "retired",
];

export const inventoryWords: Readonly<Record<InventoryStanding, string>> = {
  shadow: "Not declared",
  stray: "Stray",
  silent: "Silent",
  live: "Live",
  planned: "Planned",
  retired: "Retired",
};

/** How a standing is drawn; what is neither well nor off is a word alone. */
const drawn: Readonly<Partial<Record<InventoryStanding, Standing>>> = {
  shadow: "firing",
  stray: "pending",
  silent: "no_data",
  live: "level",
};

/** One system, a line that opens to everything that is known of it. */
export function InventoryFold(props: { entry: InventoryEntry; now: number }): Child {
  const { entry, now } = props;
  return (
    <details class="fold inventory-fold" data-fold={entry.id}>
      <summary>
        <span class="fold-line">
          <span class="fold-title">
            {entry.id}
            {entry.purpose === null ? null : <span class="under">{entry.purpose}</span>}
          </span>
          <span>
            <Mark standing={entry.standing} />
            <span class="under">
              {entry.lastSeenMs === null ? (
                "never heard of"
              ) : (
                <>
                  heard of <Time ms={entry.lastSeenMs} now={now} only="relative" />
                </>
              )}
            </span>
          </span>
          <span>
            {entry.owner ?? <span class="soft">nobody answers for it</span>}
            <span class="under">
              {entry.riskTier === null ? "no risk tier" : `${entry.riskTier} risk`}
            </span>
          </span>
          <span class="fold-missing">{lacks(entry)}</span>
        </span>
      </summary>
      <div class="fold-body">
        <Missing of={entry} />
        <Facts of={entry} now={now} />
        <History changes={entry.history} now={now} />
        <p>
          <a href={`/systems/${segment(entry.id)}`}>What was measured of it</a>
        </p>
      </div>
    </details>
  );
}

function lacks({ missing }: InventoryEntry): Child {
  const [first] = missing;
  if (first === undefined) return <span class="soft">complete</span>;
  return <>lacks {missing.length === 1 ? first.what : counted(missing.length, "thing")}</>;
}

function Mark(props: { standing: InventoryStanding }): Child {
  const { standing } = props;
  const shape = drawn[standing];
  if (shape === undefined) return <span class="soft">{inventoryWords[standing]}</span>;
  return <StandingMark standing={shape} word={inventoryWords[standing]} />;
}

function Missing(props: { of: InventoryEntry }): Child {
  const { missing } = props.of;
  if (missing.length === 0) return null;
  return (
    <div class="notice">
      <p>
        <strong>
          It lacks{" "}
          {listed(
            missing.map(({ what }) => what),
            missing.length,
          )}
          .
        </strong>
      </p>
      <ul>
        {missing.map(({ what, how }) => (
          <li>
            For {what}: {how}.
          </li>
        ))}
      </ul>
    </div>
  );
}

function Facts(props: { of: InventoryEntry; now: number }): Child {
  const { of, now } = props;
  // Telemetry without an environment is of the empty one.
  const named = of.environments.filter((environment) => environment !== "");
  const rows: readonly (readonly [string, Child])[] = [
    ["Deputy", of.deputy],
    ["Overseen by", of.oversightRole],
    ["Suppliers", of.suppliers === null ? null : listed(of.suppliers, 12)],
    ["Approved models", of.approvedModels === null ? null : listed(of.approvedModels, 12)],
    ["Models seen", of.models.length === 0 ? null : <Models of={of.models} />],
    ["Environments", named.length === 0 ? null : listed(named, 12)],
    ["Expected", of.calendar ?? "always"],
    ["Predictions", count(of.predictions)],
    ["Declared", of.declaredMs === null ? null : <Time ms={of.declaredMs} now={now} />],
    ["First heard of", of.firstSeenMs === null ? null : <Time ms={of.firstSeenMs} now={now} />],
  ];
  return (
    <dl class="facts">
      {rows.map(([name, said]) => (
        <div>
          <dt>{name}</dt>
          <dd>{said ?? <span class="soft">not said</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

function Models(props: { of: InventoryEntry["models"] }): Child {
  return (
    <ul>
      {props.of.map(({ name, version, predictions, approved }) => (
        <li>
          {name} <span class="soft">version</span> {version}{" "}
          <span class="soft">{counted(predictions, "prediction")}</span>
          {approved === false ? (
            <>
              {" "}
              <strong class="tone-firing-text">not approved</strong>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const CHANGES_MAX = 30;

function History(props: { changes: readonly InventoryChange[]; now: number }): Child {
  const { changes, now } = props;
  if (changes.length === 0) return null;
  return (
    <>
      <h3>Changes of its declaration</h3>
      <ul class="diff">
        {changes.slice(0, CHANGES_MAX).map(({ atMs, by, field, from, to }) => (
          <li>
            <span class="soft">
              <Time ms={atMs} now={now} only="moment" /> by {by}
            </span>
            <code>{field}</code>
            {from === null ? <span class="soft">new</span> : <del>{from}</del>}
            {to === null ? <span class="soft">taken out</span> : <ins>{to}</ins>}
          </li>
        ))}
      </ul>
      {changes.length > CHANGES_MAX ? (
        <p class="soft">
          The newest {CHANGES_MAX} of {count(changes.length)}.
        </p>
      ) : null}
    </>
  );
}
