import type { Child } from "hono/jsx";
import { counted } from "../formats/number.ts";
import { segment } from "../formats/words.ts";
import { dimensionWord } from "../parts/labels.tsx";
import { rank, type Standing, StandingMark, standingOf, verdictWord } from "../parts/vial.tsx";
import type { ControlSummary, InstanceStatus } from "../reads.ts";
import { InstanceTable, Measured, verdictReason, worstFirst } from "./instance-table.tsx";

interface Fold {
  readonly control: ControlSummary;
  /** Worst first. */
  readonly instances: readonly [InstanceStatus, ...InstanceStatus[]];
}

/**
 * The controls that judge one system, a line each: how the worst of its instances stands, how many
 * stand where, and the newest verdict of the worst. Each line opens to all of its instances.
 */
export function ControlFolds(props: {
  controls: readonly ControlSummary[];
  system: string;
  now: number;
}): Child {
  const folds = props.controls
    .flatMap((control) => fold(control, props.system))
    .sort((a, b) => worstFirst(a.instances[0], b.instances[0]));
  if (folds.length === 0) return <p class="quiet">No verdict yet.</p>;
  return (
    <div class="folds">
      {folds.map((one) => (
        <ControlFold fold={one} now={props.now} />
      ))}
    </div>
  );
}

function fold(control: ControlSummary, system: string): readonly Fold[] {
  const own = control.instances.filter((instance) => instance.labels["system"] === system);
  const [worst, ...rest] = own.toSorted(worstFirst);
  return worst === undefined ? [] : [{ control, instances: [worst, ...rest] }];
}

function ControlFold(props: { fold: Fold; now: number }): Child {
  const { control, instances } = props.fold;
  const [worst] = instances;
  return (
    <details class="fold" data-fold={control.id}>
      <summary>
        <span class="fold-line">
          <span class="fold-title">{control.title}</span>
          <span class="fold-stands">
            <StandingMark standing={standing(worst)} />
            <span class="under">{spread(instances)}</span>
          </span>
          <span class="fold-verdict">
            {verdictWord(worst.verdict)}
            <span class="under">{verdictReason(worst.verdict)}</span>
          </span>
          <span class="fold-measured">
            <Measured verdict={worst.verdict} measure={control.measure} />
          </span>
        </span>
      </summary>
      <div class="fold-body">
        <InstanceTable
          measure={control.measure}
          instances={instances}
          now={props.now}
          without={["system"]}
        />
        <p>
          <a href={`/controls/${segment(control.id)}`}>The control as it is written</a>
        </p>
      </div>
    </details>
  );
}

const phrases: Readonly<Record<Standing, string>> = {
  firing: "off level",
  pending: "pending",
  recovering: "recovering",
  error: "in error",
  no_data: "without data",
  inconclusive: "inconclusive",
  level: "level",
};

/** `10 of 14 features`, then the others: `3 inconclusive, 1 level`. Empty for a single instance. */
function spread(instances: readonly InstanceStatus[]): string {
  if (instances.length === 1) return "";
  const standings = instances.map(standing);
  const kinds = [...new Set(standings)].sort((a, b) => rank(a) - rank(b));
  const many = (kind: Standing): number => standings.filter((each) => each === kind).length;
  const [first, ...others] = kinds;
  const all = instanceNoun(instances);
  if (first === undefined || others.length === 0) return `all ${all}`;
  const rest = others.map((kind) => `${many(kind)} ${phrases[kind]}`);
  return `${many(first)} of ${all}; ${rest.join(", ")}`;
}

/** `14 features` where they differ by feature alone; else `14 instances`. */
function instanceNoun(instances: readonly InstanceStatus[]): string {
  const names = new Set(instances.flatMap(({ labels }) => Object.keys(labels)));
  const varying = [...names].filter(
    (name) => new Set(instances.map(({ labels }) => labels[name])).size > 1,
  );
  const [only] = varying;
  const isPlain = varying.length === 1 && (only === "feature" || only === "model_version");
  return counted(instances.length, isPlain ? dimensionWord(only) : "instance");
}

function standing(of: InstanceStatus): Standing {
  return standingOf(of.state, of.verdict);
}
