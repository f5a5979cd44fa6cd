"""Writes distances.json beside this file: distances between samples, from SciPy 1.17.1, NumPy 2.4.6 and mpmath 1.3.0.

Run: python3 distances.py
"""

import json
import pathlib

import mpmath
import numpy as np
import scipy.stats as stats

mpmath.mp.dps = 40
rng = np.random.default_rng(20261124)


def jensen_shannon(p, q):
    total = mpmath.mpf(0)
    for x, y in zip(p, q):
        r = (x + y) / 2
        for side in (x, y):
            if side > 0:
                total += side * mpmath.log(side / r, 2) / 2
    return float(mpmath.sqrt(total))


def hellinger(p, q):
    return float(mpmath.sqrt(max(mpmath.mpf(0), 1 - mpmath.fsum(mpmath.sqrt(x * y) for x, y in zip(p, q)))))


def merge(a, b, expected):
    """Neighbours from the left until both sides expect enough; the rest joins the last."""
    needed = expected * (sum(a) + sum(b)) / min(sum(a), sum(b))
    bins, x, y = [], 0, 0
    for c, d in zip(a, b):
        x, y = x + c, y + d
        if x + y and x + y >= needed:
            bins.append([x, y])
            x, y = 0, 0
    if bins:
        bins[-1][0] += x
        bins[-1][1] += y
    else:
        bins = [[x, y]]
    return np.array(bins).T


def chi_squared(table):
    if table.shape[1] < 2:
        return [0.0, 0, 1.0]
    found = stats.chi2_contingency(table, correction=False)
    return [float(found.statistic), int(found.dof), float(found.pvalue)]


def cramers_v(table):
    size, levels = table.sum(), table.shape[1]
    if levels < 2:
        return 0.0
    phi = stats.chi2_contingency(table, correction=False).statistic / size
    excess = max(0.0, phi - (levels - 1) / (size - 1))
    rows, columns = 2 - 1 / (size - 1), levels - (levels - 1) ** 2 / (size - 1)
    return float(np.sqrt(excess / min(rows - 1, columns - 1)))


def histogram(bins, size, kind):
    weights = rng.dirichlet(np.full(bins, 5.0 if kind == "even" else 0.4))
    return rng.multinomial(size, weights).tolist()


def count_case(bins, n, m, kind):
    a = histogram(bins, n, kind)
    if kind == "near":
        b = rng.multinomial(m, (np.array(a) + 0.5) / (n + bins / 2)).tolist()
    elif kind == "apart":
        b = [0 if c else int(rng.integers(1, 50)) for c in a[:-1]] + [m]
    else:
        b = histogram(bins, m, kind)
    edges = np.round(np.cumsum(rng.exponential(1, bins - 1) + 0.01) - 3, 3)
    n, m = sum(a), sum(b)
    p = [mpmath.mpf(c) / n for c in a]
    q = [mpmath.mpf(c) / m for c in b]
    difference = np.abs(np.array(a) / n - np.array(b) / m)
    table = np.array([[x, y] for x, y in zip(a, b) if x + y]).T
    at = np.append(edges, edges[-1])  # what lies above the last edge stands at it
    left, right = np.repeat(np.arange(bins), a), np.repeat(np.arange(bins), b)
    d = float(stats.ks_2samp(left, right, method="asymp").statistic)
    root = np.sqrt(n * m / (n + m))
    filled = [(x + 0.5, y + 0.5) for x, y in zip(a, b) if x + y]
    k, h = len(filled), n * m / (n + m)
    psi = sum((x / (n + k / 2) - y / (m + k / 2)) * np.log(x / (n + k / 2) / (y / (m + k / 2))) for x, y in filled)
    quartiles = np.quantile(np.repeat(at, a), [0.25, 0.75], method="inverted_cdf")
    return {
        "baseline": a, "current": b, "edges": edges.tolist(),
        "jensenShannon": jensen_shannon(p, q),
        "hellinger": hellinger(p, q),
        "totalVariation": float(difference.sum() / 2),
        "largest": float(difference.max()),
        "chiSquared": chi_squared(table),
        "merged": chi_squared(merge(a, b, 5)),
        "cramersV": cramers_v(table),
        "kolmogorovSmirnov": [d, float(stats.kstwobign.sf((root + 0.12 + 0.11 / root) * d))],
        "wasserstein": float(stats.wasserstein_distance(at, at, a, b)),
        "quartiles": float(quartiles[1] - quartiles[0]),
        "tolerance": float(stats.ncx2.sf(h * psi, k - 1, h * 0.1)) if k > 1 else 1.0,
    }


def counts():
    cases = []
    for kind in ("even", "uneven", "near"):
        for bins, n, m in [(2, 50, 40), (3, 500, 80), (6, 1000, 1000), (10, 5000, 700), (10, 200000, 150000), (20, 300, 9000),
                           (50, 2000, 2000), (100, 10000, 1500), (200, 5000, 1000), (200, 100000, 100000)]:
            cases += [count_case(bins, n, m, kind) for _ in range(2)]
    return cases + [count_case(bins, 400, 300, "apart") for bins in (2, 5, 12, 40)]


def stream(seed):
    """The generator that the tests have too: every double is the same on both sides."""
    while True:
        seed = (seed * 1664525 + 1013904223) % 2**32
        yield seed / 2**32


SHAPES = {
    "uniform": lambda u: u,
    "ties": lambda u: np.floor(u * 20),
    "signed": lambda u: (u - 0.5) * 8,
    "square": lambda u: u * u * 100,
}


def sample_case(seed, shape, n, m, shift):
    source = stream(seed)
    x = np.array([SHAPES[shape](next(source)) for _ in range(n)])
    y = np.array([SHAPES[shape](next(source)) for _ in range(m)]) + shift
    found = stats.ks_2samp(x, y, method="asymp")
    low, first, third, high = np.quantile(x, [0.001, 0.25, 0.75, 0.999], method="inverted_cdf")
    spread = third - first
    clip = lambda values: np.clip(values, low - 3 * spread, high + 3 * spread)
    return {"seed": seed, "shape": shape, "n": n, "m": m, "shift": shift,
            "distance": float(found.statistic), "pValue": float(found.pvalue),
            "wasserstein": float(stats.wasserstein_distance(x, y)),
            "normalised": float(stats.wasserstein_distance(clip(x), clip(y)) / spread)}


def samples():
    sizes = [(10, 7), (40, 60), (150, 300), (400, 2000), (3000, 2500)]
    return [sample_case(7 * i + 1, shape, n, m, shift)
            for i, (shape, (n, m), shift) in enumerate(
                (shape, size, shift) for shape in SHAPES for size in sizes for shift in (0, 0.25, 2, 600))]


def kolmogorov():
    return [[x, float(stats.kstwobign.sf(x))] for x in np.round(np.linspace(0.1, 6, 60), 3)]


def kolmogorov_smirnov_tail():
    rows = []
    for n in (1, 2, 3, 7, 20, 60, 139, 140, 141, 300, 1000, 9999, 10001, 100000, 3000000):
        for square in (0.05, 0.2, 0.5, 0.75, 1, 1.5, 2.1, 2.3, 3.9, 4.1, 9, 17.9, 18.1, 30):
            d = float(np.sqrt(square / n))
            if d < 1:
                rows.append([n, d, float(stats.kstwo.sf(d, n))])
    return rows


tables = {"counts": counts(), "samples": samples(), "kolmogorov": kolmogorov(),
          "kolmogorovSmirnovTail": kolmogorov_smirnov_tail()}
pathlib.Path(__file__).with_name("distances.json").write_text(
    "{\n" + ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
                       for name, rows in tables.items()) + "\n}\n")
