"""Writes oracle.json beside this file: reference values from SciPy 1.17.1 and mpmath 1.3.0.

Run: python3 generate.py
"""

import json
import math
import pathlib

import mpmath
import numpy as np
import scipy.special as special
import scipy.stats as stats

mpmath.mp.dps = 40


def normal_quantile():
    probabilities = [1e-300, 1e-20, 1e-10, 1e-5, 0.001, 0.025, 0.05, 0.074, 0.075, 0.076, 0.3, 0.5,
                     0.6, 0.925, 0.95, 0.975, 0.999, 1 - 1e-9]
    return [[p, float(special.ndtri(p))] for p in probabilities]


def poisson_density():
    cases = [(0, 3), (1, 0.5), (2.5, 4), (14.5, 12), (15.5, 15), (100, 80), (1e4, 10050.5), (5e6, 5e6),
             (5e6 + 0.5, 5003000)]
    value = lambda k, lam: mpmath.exp(k * mpmath.log(lam) - lam - mpmath.loggamma(k + 1))
    return [[k, lam, float(value(mpmath.mpf(k), mpmath.mpf(lam)))] for k, lam in cases]


def binomial_density():
    cases = [(0, 10, 0.3), (10, 10, 0.3), (3, 10, 0.3), (950, 1000, 0.95), (990123, 1000000, 0.99)]
    return [[k, n, p, float(mpmath.binomial(n, k) * mpmath.mpf(p) ** k * (1 - mpmath.mpf(p)) ** (n - k))]
            for k, n, p in cases]


def incomplete_gamma():
    cases = [(0.5, 0.1), (0.5, 3), (4.5, 8.4595), (1, 1), (10, 25), (10, 3), (100, 100), (1e4, 9.9e3),
             (1e6, 1000500), (5e6, 5e6), (5e6, 5.005e6)]
    return [[a, x, float(special.gammainc(a, x))] for a, x in cases]


def noncentral_chi_squared():
    cases = [(45, 9, 30), (59.8292933328832, 9, 30), (16.919, 9, 0), (3, 1, 2), (126.6, 9, 80), (5, 2, 40),
             (300, 100, 200), (1e4, 9, 9.8e3), (1.003e6, 19, 1e6), (1e7 + 9, 9, 1e7), (1.001e7, 9, 1e7)]
    return [[x, k, lam, float(stats.ncx2.cdf(x, k, lam)) if lam else float(stats.chi2.cdf(x, k))]
            for x, k, lam in cases]


def wilson():
    cases = [(0, 10), (10, 10), (1, 10), (5, 20), (93, 1000), (1, 3), (172430, 208892)]
    rows = []
    for successes, trials in cases:
        two = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
        less = stats.binomtest(successes, trials, alternative="less").proportion_ci(0.95, method="wilson")
        greater = stats.binomtest(successes, trials, alternative="greater").proportion_ci(0.95, method="wilson")
        rows.append([successes, trials, two.low, two.high, greater.low, less.high])
    return rows


def ratio():
    cases = [(30, 100, 45, 110), (848, 2103, 2082, 3175), (1, 50, 20, 60), (50, 50, 30, 40)]
    rows = []
    for a, n, b, m in cases:
        interval = stats.contingency.relative_risk(a, n, b, m).confidence_interval(0.90)
        rows.append([a, n, b, m, interval.low, interval.high])
    return rows


def quantile_ranks():
    """Largest lower and smallest upper rank, straight from the definition."""
    rows = []
    for n, q, confidence in [(10, 0.5, 0.95), (59, 0.95, 0.95), (58, 0.95, 0.95), (100, 0.95, 0.95), (200, 0.5, 0.99),
                             (1000, 0.99, 0.95), (100000, 0.95, 0.95), (1, 0.5, 0.95), (7, 0.9, 0.95)]:
        ranks = np.arange(1, n + 1)
        lower = ranks[stats.binom.cdf(ranks - 1, n, q) <= 1 - confidence]
        upper = ranks[stats.binom.cdf(ranks - 1, n, q) >= confidence]
        rows.append([n, q, confidence, int(lower[-1]) if len(lower) else None, int(upper[0]) if len(upper) else None])
    return rows


def population_stability():
    cases = [
        ([16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]),
        ([100] * 10, [90, 110, 95, 105, 100, 100, 120, 80, 100, 100]),
        ([584] * 10, [900, 850, 820, 800, 790, 780, 800, 830, 860, 802]),
        ([1000, 0, 500], [0, 900, 300]),
        ([1000000] * 10, [2000000, 500000] * 5),
    ]
    rows = []
    for baseline, current in cases:
        a, b = np.array(baseline, float), np.array(current, float)
        n, m, bins = a.sum(), b.sum(), len(a)
        p, q = (a + 0.5) / (n + bins / 2), (b + 0.5) / (m + bins / 2)
        value = float(np.sum((p - q) * np.log(p / q)))
        h = n * m / (n + m)
        at = lambda probability: (
            float(special.chndtrinc(h * value, bins - 1, probability)) / h
            if stats.chi2.cdf(h * value, bins - 1) > probability else 0.0)
        rows.append({"baseline": baseline, "current": current, "value": value, "h": h,
                     "debiased": max(0.0, value - (bins - 1) / h), "lower": at(0.95), "upper": at(0.05)})
    return rows


tables = {
    "normalQuantile": normal_quantile(),
    "poissonDensity": poisson_density(),
    "binomialDensity": binomial_density(),
    "incompleteGamma": incomplete_gamma(),
    "noncentralChiSquared": noncentral_chi_squared(),
    "wilson": wilson(),
    "ratio": ratio(),
    "quantileRanks": quantile_ranks(),
    "populationStability": population_stability(),
}
assert all(math.isfinite(row[-1]) for row in tables["noncentralChiSquared"])
pathlib.Path(__file__).with_name("oracle.json").write_text(
    "{\n" + ",\n".join(f'  "{name}": {json.dumps(rows)}' for name, rows in tables.items()) + "\n}\n")
