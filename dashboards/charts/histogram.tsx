import type { Child } from "hono/jsx";
import type { FeatureDrift } from "../feature-drift.ts";
import { count, percent, plain } from "../formats/number.ts";

type Bins = FeatureDrift["bins"];

interface Shares {
  readonly label: string;
  readonly baseline: number;
  readonly current: number;
  readonly baselineShare: number;
  readonly currentShare: number;
  readonly contribution: number;
}

/**
 * Baseline and current distribution over the bins that the measure used, side by side, then every
 * number behind the drawing. `missing` stands apart: PSI does not count it.
 */
export function Histogram(props: {
  bins: Bins;
  missing?: FeatureDrift["missing"];
  baselineName: string;
}): Child {
  const shares = sharesOf(props.bins);
  if (shares.length === 0) {
    return <p class="soft">The bins of this measurement were not kept.</p>;
  }
  const most = Math.max(...shares.flatMap((bin) => [bin.baselineShare, bin.currentShare]), 1e-9);
  const pull = Math.max(...shares.map((bin) => Math.abs(bin.contribution)), 1e-9);
  return (
    <div class="histogram">
      <ul class="key">
        <li>
          <span class="swatch swatch-baseline" /> Baseline{" "}
          <span class="soft">{props.baselineName}</span>
        </li>
        <li>
          <span class="swatch swatch-current" /> Current
        </li>
      </ul>
      <div class="columns" aria-hidden="true">
        {shares.map((bin, i) => (
          <div class="column">
            <svg
              viewBox="0 0 20 100"
              preserveAspectRatio="none"
              aria-hidden="true"
              focusable="false"
            >
              <Bar of="baseline" x="1.5" share={bin.baselineShare / most} />
              <Bar of="current" x="10.5" share={bin.currentShare / most} />
            </svg>
            <span>{i + 1}</span>
          </div>
        ))}
      </div>
      <section class="scroll" tabindex={0} aria-label="Bins, scrolls">
        <table class="bins">
          <caption class="visually-hidden">Bins with counts of both sides</caption>
          <thead>
            <tr>
              <th scope="col" class="number">
                Bin
              </th>
              <th scope="col">Values</th>
              <th scope="col" class="number">
                Baseline
              </th>
              <th scope="col" class="number">
                Current
              </th>
              <th scope="col">Adds to PSI</th>
            </tr>
          </thead>
          <tbody>
            {shares.map((bin, i) => (
              <tr>
                <td class="number soft">{i + 1}</td>
                <th scope="row">{bin.label === "" ? "(empty)" : bin.label}</th>
                <ShareCell share={bin.baselineShare} n={bin.baseline} />
                <ShareCell share={bin.currentShare} n={bin.current} />
                <td>
                  <div class="pull">
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                      <rect
                        width={((Math.abs(bin.contribution) / pull) * 100).toFixed(1)}
                        height="8"
                      />
                    </svg>
                    <span>{plain(bin.contribution)}</span>
                  </div>
                </td>
              </tr>
            ))}
            {props.missing === undefined ? null : (
              <tr class="row-apart">
                <td />
                <th scope="row">missing</th>
                <td class="number">{count(props.missing.baseline)}</td>
                <td class="number">{count(props.missing.current)}</td>
                <td class="soft">counted apart</td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Bar(props: { of: "baseline" | "current"; x: string; share: number }): Child {
  const height = props.share * 98;
  return (
    <rect
      class={`bar-${props.of}`}
      x={props.x}
      y={(100 - height).toFixed(2)}
      width="8"
      height={height.toFixed(2)}
    />
  );
}

function ShareCell(props: { share: number; n: number }): Child {
  return (
    <td class="number" title={`${count(props.n)} values`}>
      {percent(props.share)} <span class="soft count">{count(props.n)}</span>
    </td>
  );
}

function sharesOf(bins: Bins): readonly Shares[] {
  const total = (side: "baseline" | "current"): number =>
    Math.max(
      1,
      bins.reduce((sum, bin) => sum + bin[side], 0),
    );
  const [baseline, current] = [total("baseline"), total("current")];
  return bins.map((bin) => ({
    ...bin,
    baselineShare: bin.baseline / baseline,
    currentShare: bin.current / current,
  }));
}
