/** A change of unit: numbers become `factor` times what they were, or as many times smaller. */
export interface UnitFactor {
  readonly factor: number;
  /** From the unit with small numbers to the one with large numbers. */
  readonly units: readonly (readonly [coarse: string, fine: string])[];
}

/** Factors that units differ by, and the units that people mistake. Exact where the unit is defined so. */
export const UNIT_FACTORS: readonly UnitFactor[] = [
  { factor: 1.609344, units: [["miles", "kilometres"]] },
  {
    factor: 1.8,
    units: [["degrees of kelvin or Celsius", "degrees of Fahrenheit, as differences"]],
  },
  { factor: 1 / 0.45359237, units: [["kilograms", "pounds"]] },
  { factor: 2.54, units: [["inches", "centimetres"]] },
  { factor: 1 / 0.3048, units: [["metres", "feet"]] },
  { factor: 3.6, units: [["metres per second", "kilometres per hour"]] },
  { factor: 3.785411784, units: [["US gallons", "litres"]] },
  { factor: 4.184, units: [["calories", "joules"]] },
  { factor: 4.54609, units: [["imperial gallons", "litres"]] },
  { factor: 6.894757, units: [["pounds per square inch", "kilopascals"]] },
  { factor: 7, units: [["weeks", "days"]] },
  {
    factor: 10,
    units: [
      ["centimetres", "millimetres"],
      ["tens", "ones"],
    ],
  },
  {
    factor: 12,
    units: [
      ["years", "months"],
      ["feet", "inches"],
      ["dozens", "pieces"],
    ],
  },
  { factor: 24, units: [["days", "hours"]] },
  { factor: 28.349523125, units: [["ounces", "grams"]] },
  { factor: 30.48, units: [["feet", "centimetres"]] },
  { factor: 180 / Math.PI, units: [["radians", "degrees"]] },
  {
    factor: 60,
    units: [
      ["minutes", "seconds"],
      ["hours", "minutes"],
    ],
  },
  {
    factor: 100,
    units: [
      ["shares", "percent"],
      ["whole currency", "cents"],
      ["metres", "centimetres"],
    ],
  },
  { factor: 365.2425, units: [["years", "days"]] },
  {
    factor: 1000,
    units: [
      ["thousands", "ones"],
      ["kilograms", "grams"],
      ["metres", "millimetres"],
      ["seconds", "milliseconds"],
    ],
  },
  { factor: 1024, units: [["kibibytes", "bytes"]] },
  { factor: 3600, units: [["hours", "seconds"]] },
  { factor: 1e4, units: [["shares", "basis points"]] },
  { factor: 86_400, units: [["days", "seconds"]] },
  { factor: 1e5, units: [["bars", "pascals"]] },
  {
    factor: 1e6,
    units: [
      ["millions", "ones"],
      ["seconds", "microseconds"],
      ["kilometres", "millimetres"],
    ],
  },
  { factor: 2 ** 20, units: [["mebibytes", "bytes"]] },
  { factor: 1e9, units: [["seconds", "nanoseconds"]] },
];
