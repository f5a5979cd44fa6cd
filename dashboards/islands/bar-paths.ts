import UPlot from "uplot";

/** Share of a step that its bar fills, and the widest a bar may be in pixels. */
const FILL = 0.76;
const WIDTH_MAX = 40;

/** Bars from zero, one a step. */
export const barPaths: { readonly paths?: UPlot.Series.PathBuilder } =
  UPlot.paths.bars === undefined
    ? {}
    : { paths: UPlot.paths.bars({ size: [FILL, WIDTH_MAX], radius: 0.1 }) };
