import { expect, test } from "vitest";
import { colour, linear, type Rgb, type ThemeName } from "./style-tokens.ts";

// How things stand is told by shape and word; colour helps only where it is not lost on one reader in
// twelve. Each pair of states is looked at as three kinds of eyes see it.

type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira, Fernandes (2009), severity 1.0, over linear sRGB. */
const EYES: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** In OKLab (Ottosson, 2020), where 0.02 is about the least difference that is seen. */
const DISTANCE_MIN = 0.06;

const states = ["level", "pending", "firing", "recovering", "mute", "error"];
/** What is drawn over each other in one chart, or stands side by side in one histogram. */
const drawn = [
  ["baseline", "current"],
  ["data", "change"],
  ["data", "firing"],
  ["data", "pending"],
  ["data", "line-strong"],
] as const;

for (const theme of ["light", "dark"] as const) {
  test.each(Object.keys(EYES))(`states stay apart for %s eyes in the ${theme} theme`, (eyes) => {
    const pairs = states.flatMap((a, i) => states.slice(i + 1).map((b) => [a, b] as const));
    expect(tooNear([...pairs, ...drawn], eyes, theme)).toEqual([]);
  });
}

function tooNear(
  pairs: readonly (readonly [string, string])[],
  eyes: string,
  theme: ThemeName,
): readonly string[] {
  return pairs.flatMap(([a, b]) => {
    const by = distance(seen(colour(a, theme), eyes), seen(colour(b, theme), eyes));
    return by < DISTANCE_MIN ? [`${a} and ${b}: ${by.toFixed(3)}`] : [];
  });
}

function seen(hex: string, eyes: string): Rgb {
  const matrix = EYES[eyes];
  if (matrix === undefined) throw new Error(`no matrix for ${eyes} eyes`);
  const rgb = linear(hex);
  const part = (row: Rgb): number => Math.min(1, Math.max(0, dot(row, rgb)));
  return oklab([part(matrix[0]), part(matrix[1]), part(matrix[2])]);
}

function oklab(rgb: Rgb): Rgb {
  const cone: Rgb = [
    Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], rgb)),
    Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], rgb)),
    Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], rgb)),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], cone),
    dot([1.9779984951, -2.428592205, 0.4505937099], cone),
    dot([0.0259040371, 0.7827717662, -0.808675766], cone),
  ];
}

function dot(a: Rgb, b: Rgb): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
