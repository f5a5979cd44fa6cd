import type { Child } from "hono/jsx";
import { count, counted } from "../formats/number.ts";
import { valueOr } from "../parts/attempt.tsx";
import { Breadcrumbs } from "../parts/breadcrumbs.tsx";
import { Completeness } from "../parts/completeness.tsx";
import { Time } from "../parts/time.tsx";
import { StandingMark } from "../parts/vial.tsx";
import { standingOfSystem } from "./overview-reads.ts";
import type { SystemView } from "./system-reads.ts";

/** The head of a system's page: how it stands, who answers for it, what is known of it. */
export function SystemFacts(props: { view: SystemView; now: number }): Child {
  const { view, now } = props;
  const { system } = view;
  const instances = valueOr(view.controls, []).flatMap((control) => control.instances);
  const { standing, sinceMs } = standingOfSystem(system.id, instances);
  return (
    <header class="page-head" data-live="facts">
      <Breadcrumbs way={[{ word: "Overview", href: "/" }]} here={system.id} />
      <h1>{system.id}</h1>
      <p class="stands">
        {view.controls.kind === "unread" ? (
          <StandingMark standing="error" word="How it stands could not be read" />
        ) : standing === null ? (
          <span class="soft">No verdict yet</span>
        ) : (
          <StandingMark standing={standing} />
        )}
        {sinceMs === null ? null : (
          <span>
            since <Time ms={sinceMs} now={now} />
          </span>
        )}
      </p>
      <dl class="facts">
        <Fact name="Owner">{system.owner ?? <span class="soft">nobody declared</span>}</Fact>
        <Fact name="Risk tier">{system.riskTier ?? <span class="soft">not declared</span>}</Fact>
        <Fact name="Environments">
          {system.environments.length === 0 ? (
            <span class="soft">none named</span>
          ) : (
            system.environments.join(", ")
          )}
        </Fact>
        <Fact name="Predictions">{count(system.predictions)}</Fact>
        <Fact name="Outcomes">{count(system.outcomes)}</Fact>
        <Fact name="Decisions by people">{count(system.oversight)}</Fact>
        <Fact name="Completeness">
          <Completeness system={system} />
        </Fact>
        <Fact name="Last heard">
          {system.lastSeenMs === null ? (
            <span class="soft">never</span>
          ) : (
            <Time ms={system.lastSeenMs} now={now} />
          )}
        </Fact>
        <Fact name="Baseline">
          {system.baseline === null ? (
            <span class="soft">none approved</span>
          ) : (
            <>
              {system.baseline.name}{" "}
              <code class="digest" title={`SHA-256 ${system.baseline.digest}`}>
                {system.baseline.digest.slice(0, 8)}
              </code>
            </>
          )}
        </Fact>
        <Fact name="Models" wide>
          {system.models.length === 0 ? (
            <span class="soft">none heard of</span>
          ) : (
            <ul class="models">
              {system.models.map((model) => (
                <li>
                  {model.name === "" ? <span class="soft">not named</span> : model.name}{" "}
                  {model.version === model.name ? null : (
                    <>
                      <span class="label">{model.version}</span>{" "}
                    </>
                  )}
                  <span class="soft">{counted(model.predictions, "prediction")}</span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </dl>
    </header>
  );
}

function Fact(props: { name: string; wide?: boolean; children: Child }): Child {
  return (
    <div class={props.wide ? "wide" : undefined}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
