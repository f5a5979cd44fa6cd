"""Oracle of `tiltmeter drift`: the formulas written out with NumPy and SciPy, on real and made tables.

    python3 drift.py DATA_FOLDER          (NumPy, SciPy, PyArrow)

DATA_FOLDER holds compas.csv and acs-employment-ma/{reference,analysis}.parquet. Writes reference.csv, current.csv
(made tables: ties, atoms, missing cells, categories that come and go) and drift.json beside this file.
"""

import csv
import json
import os
import sys
from collections import Counter

import numpy as np
from scipy import optimize, special, stats

HERE = os.path.dirname(os.path.abspath(__file__))
CATEGORIES_MAX = 100


def decile_counts(a, b):
    edges = np.unique(np.quantile(a, np.arange(1, 10) / 10, method="inverted_cdf"))
    count = lambda x: np.bincount(np.searchsorted(edges, x, side="left"), minlength=len(edges) + 1)
    if edges[0] == a.min():  # what lies below an atom at the smallest value is a bin of its own
        low = (a.min() > b).sum()
        ca, cb = count(a), count(b)
        return np.r_[0, ca], np.r_[low, cb[0] - low, cb[1:]]
    return count(a), count(b)


def category_counts(a, b):
    before, after = Counter(a), Counter(b)
    ranked = sorted(before, key=lambda c: (-before[c], c))
    kept, rest = ranked[:CATEGORIES_MAX], ranked[CATEGORIES_MAX:]
    ca = [before[c] for c in kept] + [sum(before[c] for c in rest), 0]
    new = sum(after[c] for c in after if c not in before)
    cb = [after[c] for c in kept] + [sum(after[c] for c in rest), new]
    return np.array(ca), np.array(cb)


def on_counts(a, b):
    filled = a + b > 0
    a, b = a[filled].astype(float), b[filled].astype(float)
    n, m, bins = a.sum(), b.sum(), len(a)
    h = n * m / (n + m)
    p, q = (a + 0.5) / (n + bins / 2), (b + 0.5) / (m + bins / 2)
    psi = float(((p - q) * np.log(p / q)).sum())
    lower = 0.0
    if bins > 1:
        beyond = lambda nc: stats.ncx2.cdf(h * psi, bins - 1, nc) - 0.95
        if stats.chi2.cdf(h * psi, bins - 1) > 0.95:
            lower = optimize.brentq(beyond, 1e-12, 4 * h * psi + 100, xtol=1e-12, rtol=1e-14) / h
    p, q = a / n, b / m
    r = (p + q) / 2
    js = (special.rel_entr(p, r).sum() + special.rel_entr(q, r).sum()) / 2 / np.log(2)
    return {
        "n": int(n),
        "m": int(m),
        "bins": bins,
        "psi": psi,
        "psiDebiased": max(0.0, psi - (bins - 1) / h),
        "psiLower": lower,
        "jensenShannon": float(np.sqrt(js)),
        "hellinger": float(np.sqrt(((np.sqrt(p) - np.sqrt(q)) ** 2).sum() / 2)),
        "totalVariation": float(np.abs(p - q).sum() / 2),
    }


def numeric(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    d = stats.ks_2samp(a, b, method="asymp").statistic
    root = np.sqrt(len(a) * len(b) / (len(a) + len(b)))
    w1 = stats.wasserstein_distance(a, b)
    spread = np.quantile(a, 0.75) - np.quantile(a, 0.25)
    return {
        "kind": "numeric",
        **on_counts(*decile_counts(a, b)),
        "kolmogorovSmirnov": {"d": float(d), "p": float(special.kolmogorov((root + 0.12 + 0.11 / root) * d))},
        "wasserstein": float(w1),
        "wassersteinNormalised": float(w1 / spread) if spread > 0 else None,
    }


def categorical(a, b):
    ca, cb = category_counts(a, b)
    filled = ca + cb > 0
    table = np.array([ca[filled], cb[filled]])
    found = {"kind": "categorical", **on_counts(ca, cb)}
    if (stats.contingency.expected_freq(table) >= 5).all() and table.shape[1] > 1:
        chi = stats.chi2_contingency(table, correction=False)
        found["chiSquared"] = {"statistic": float(chi.statistic), "p": float(chi.pvalue), "degrees": int(chi.dof)}
        size, bins = table.sum(), table.shape[1]
        excess = max(0, chi.statistic / size - (bins - 1) / (size - 1))
        smaller = min(2 - 1 / (size - 1), bins - (bins - 1) ** 2 / (size - 1)) - 1
        found["cramersV"] = float(np.sqrt(excess / smaller))
    return found


MISSING = {"", "NA", "NaN", "null", "None"}


def number(cell):
    return not (len(cell) > 1 and cell[0] == "0" and cell[1].isdigit()) and float(cell) is not None


def is_numeric(cells):
    try:
        return all(number(cell) for cell in cells)
    except ValueError:
        return False


def compare(a, b, names):
    """Columns of texts, as in a CSV file."""
    found = {}
    for name in names:
        before = [cell for cell in a[name] if cell not in MISSING]
        after = [cell for cell in b[name] if cell not in MISSING]
        is_number = is_numeric(before) and is_numeric(after)
        found[name] = numeric(list(map(float, before)), list(map(float, after))) if is_number else categorical(before, after)
    return found


def columns_of(rows):
    return {name: [row[name] for row in rows] for name in rows[0]}


def made(seed, n, shift):
    r = np.random.default_rng(seed)
    blank = lambda cells, rate: ["" if r.random() < rate else cell for cell in cells]
    return {
        "normal": [repr(float(x)) for x in r.normal(shift, 1, n)],
        "lognormal": blank([f"{x:.4g}" for x in r.lognormal(1, 1 + shift, n)], 0.05 + shift / 5),
        "whole": [str(x) for x in r.poisson(3 + 2 * shift, n)],
        "atom": [str(0 if r.random() < 0.6 - shift / 2 else round(float(r.normal(0, 2)) ** 2, 2)) for _ in range(n)],
        "negative": [str(x) for x in r.integers(-3 - int(4 * shift), 3, n)],
        "constant": ["7"] * n,
        "code": [f"{x:03d}" for x in r.geometric(0.03 + shift / 50, n)],
        "purpose": blank(list(r.choice(["car", "home, new", 'the "other"', "études"] + (["boat"] if shift else []), n)), 0.02),
    }


def write(path, columns):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(zip(*columns.values()))


def main(data):
    a, b = made(20261124, 700, 0), made(20261125, 500, 0.4)
    write(os.path.join(HERE, "reference.csv"), a)
    write(os.path.join(HERE, "current.csv"), b)
    result = {"made": compare(a, b, a)}

    with open(os.path.join(data, "compas.csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    year = lambda y: columns_of([row for row in rows if row["screening_date"].startswith(y)])
    names = [name for name in rows[0] if name not in ("id", "screening_date")]
    result["compas"] = compare(year("2013"), year("2014"), names)

    import pyarrow.parquet as parquet

    read = lambda part: parquet.read_table(os.path.join(data, "acs-employment-ma", part + ".parquet")).to_pydict()
    reference, analysis = read("reference"), read("analysis")
    inputs = [name for name in reference if name not in ("id", "year", "employed")]
    result["census"] = {}
    for wanted in sorted(set(analysis["year"])):
        of = [i for i, y in enumerate(analysis["year"]) if y == wanted]
        result["census"][str(wanted)] = {
            name: (categorical if isinstance(reference[name][0], str) else numeric)(
                reference[name], [analysis[name][i] for i in of]
            )
            for name in inputs
        }
    with open(os.path.join(HERE, "drift.json"), "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1, ensure_ascii=False)
        file.write("\n")


main(sys.argv[1])
