import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { segment, sentence } from "../formats/words.ts";
import { rank, type Standing, StandingMark, standingOf, worst } from "../parts/vial.tsx";
import type { ControlSummary, InstanceStatus } from "../reads.ts";

const CONTROLS_MAX = 12;
const SYSTEMS_MAX = 12;
/** Up to this many systems show their controls at once; more would bury each other. */
const OPEN_MAX = 3;

/**
 * Each control in force, how it stands and when it speaks next; by system where several are judged,
 * worst first.
 */
export function NextVerdicts(props: { controls: readonly ControlSummary[] }): Child {
  const inForce = props.controls.filter(
    (control) => control.status === "enforce" || control.status === "shadow",
  );
  if (inForce.length === 0) return <p class="quiet">No control is in force.</p>;
  const systems = judgedSystems(inForce);
  if (systems.length < 2) return <Verdicts controls={inForce} />;
  const unjudged = inForce.filter((control) => control.instances.length === 0);
  return (
    <>
      <div class="folds">
        {systems.slice(0, SYSTEMS_MAX).map((system) => (
          <SystemVerdicts of={system} open={systems.length <= OPEN_MAX} />
        ))}
      </div>
      {systems.length > SYSTEMS_MAX ? (
        <p class="soft">
          The worst {SYSTEMS_MAX} of {counted(systems.length, "judged system")}.
        </p>
      ) : null}
      {unjudged.length === 0 ? null : (
        <>
          <h3 class="unjudged">Without a verdict so far</h3>
          <Verdicts controls={unjudged} />
        </>
      )}
    </>
  );
}

interface JudgedSystem {
  readonly system: string;
  readonly standing: Standing;
  /** Each with the instances of this system alone, the worst first. */
  readonly controls: readonly ControlSummary[];
}

function judgedSystems(controls: readonly ControlSummary[]): readonly JudgedSystem[] {
  const all = new Map<string, Map<ControlSummary, InstanceStatus[]>>();
  for (const control of controls) {
    for (const instance of control.instances) {
      const system = instance.labels["system"];
      if (system === undefined) continue;
      const own = all.get(system) ?? new Map<ControlSummary, InstanceStatus[]>();
      all.set(system, own);
      const known = own.get(control);
      if (known === undefined) own.set(control, [instance]);
      else known.push(instance);
    }
  }
  return [...all]
    .flatMap(([system, of]) => {
      const own = [...of]
        .map(([control, instances]) => ({ ...control, instances }))
        .sort((a, b) => rankOf(a) - rankOf(b));
      const standing = standingOfAll(own.flatMap((control) => control.instances));
      return standing === null ? [] : [{ system, standing, controls: own }];
    })
    .sort((a, b) => rank(a.standing) - rank(b.standing) || (a.system < b.system ? -1 : 1));
}

function SystemVerdicts(props: { of: JudgedSystem; open: boolean }): Child {
  const { system, standing, controls } = props.of;
  const alike = controls.filter((control) => standingOfAll(control.instances) === standing).length;
  return (
    <details class="fold fold-group" data-fold={system} open={props.open}>
      <summary>
        <span class="fold-line">
          <span class="fold-title">{system}</span>
          <StandingMark standing={standing} />
          <span class="due">
            {alike === controls.length
              ? counted(alike, "control")
              : `${alike} of ${counted(controls.length, "control")}`}
          </span>
        </span>
      </summary>
      <Verdicts controls={controls} />
    </details>
  );
}

function Verdicts(props: { controls: readonly ControlSummary[] }): Child {
  const { controls } = props;
  return (
    <>
      <ul class="verdicts">
        {controls.slice(0, CONTROLS_MAX).map((control) => {
          const standing = standingOfAll(control.instances);
          return (
            <li>
              <a href={`/controls/${segment(control.id)}`}>{control.title}</a>
              {standing === null ? (
                <span class="soft">no verdict yet</span>
              ) : (
                <StandingMark standing={standing} />
              )}
              <span class="due">{sentence(control.due)}</span>
            </li>
          );
        })}
      </ul>
      {controls.length > CONTROLS_MAX ? (
        <p>
          <a href="/controls">{counted(controls.length, "control")} in force</a>
        </p>
      ) : null}
    </>
  );
}

function standingOfAll(instances: readonly InstanceStatus[]): Standing | null {
  return worst(instances.map((instance) => standingOf(instance.state, instance.verdict)));
}

function rankOf(control: ControlSummary): number {
  const standing = standingOfAll(control.instances);
  return standing === null ? Number.MAX_SAFE_INTEGER : rank(standing);
}
