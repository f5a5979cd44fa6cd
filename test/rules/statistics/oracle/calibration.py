"""Writes calibration.json beside this file: isotonic fits, calibrations and areas under curves, from SciPy 1.17.1, NumPy 2.4.6.

Run: python3 calibration.py
"""

import json
import pathlib

import numpy as np
import scipy.optimize as optimize
import scipy.stats as stats

rng = np.random.default_rng(20261124)
Z = stats.norm.ppf(0.95)


def isotonic_case():
    size = int(rng.integers(1, 40))
    values = rng.normal(size=size).round(3) + np.linspace(0, rng.normal() * 3, size)
    if rng.random() < 0.3:
        values = rng.integers(0, 3, size).astype(float)
    weights = rng.integers(1, 20, size).astype(float)
    fit = lambda increasing: optimize.isotonic_regression(values, weights=weights, increasing=increasing).x
    return {
        "values": values.tolist(),
        "weights": weights.tolist(),
        "increasing": fit(True).tolist(),
        "decreasing": fit(False).tolist(),
    }


def counts(bins, slope, size):
    """Labelled predictions by bin with many empty ones, and the hits among them."""
    n = rng.poisson(size * rng.random(bins) ** 2) * (rng.random(bins) < 0.8)
    p = 1 / (1 + np.exp(-slope * (np.arange(bins) / bins - 0.5)))
    return n, rng.binomial(n, p)


def calibrated(n, hits):
    at = np.flatnonzero(n)
    share = hits[at] / n[at]
    fits = {
        way: optimize.isotonic_regression(share, weights=n[at], increasing=way == "increasing").x
        for way in ("increasing", "decreasing")
    }
    error = {way: float((n[at] * (share - fit) ** 2).sum()) for way, fit in fits.items()}
    way = "increasing" if error["increasing"] <= error["decreasing"] else "decreasing"
    return way, np.interp(np.arange(len(n)), at, fits[way])


def calibration_case(bins, slope, size):
    n, hits = counts(bins, slope, size)
    while not n.any():
        n, hits = counts(bins, slope, size)
    direction, probability = calibrated(n, hits)
    return {
        "n": n.tolist(),
        "hits": hits.tolist(),
        "direction": direction,
        "probability": probability.tolist(),
    }


def area_case(bins):
    positive = rng.poisson(6 * np.linspace(0, 1, bins) ** rng.uniform(0, 3))
    negative = rng.poisson(6 * np.linspace(1, 0, bins) ** rng.uniform(0, 3))
    x, y = np.repeat(np.arange(bins), positive), np.repeat(np.arange(bins), negative)
    if len(x) < 3 or len(y) < 3:
        return area_case(bins)
    area = stats.mannwhitneyu(x, y).statistic / (len(x) * len(y))
    if area in (0, 1):
        return area_case(bins)
    wins = (x[:, None] > y[None, :]) + (x[:, None] == y[None, :]) / 2
    variance = wins.mean(1).var(ddof=1) / len(x) + wins.mean(0).var(ddof=1) / len(y)
    half = Z * np.sqrt(variance) / (area * (1 - area))
    logit = np.log(area / (1 - area))
    precision = 0.0
    for threshold in np.unique(x):
        precision += (x == threshold).mean() * (x >= threshold).sum() / ((x >= threshold).sum() + (y >= threshold).sum())
    return {
        "positive": positive.tolist(),
        "negative": negative.tolist(),
        "area": float(area),
        "lower": float(1 / (1 + np.exp(half - logit))),
        "upper": float(1 / (1 + np.exp(-half - logit))),
        "averagePrecision": float(precision),
    }


def estimate_case():
    """Binary, 50 bins, the score being P(positive): everything from rows, one per prediction."""
    bins = 50
    labels = []
    for low, high in ((0, 25), (25, 50)):
        n, hits = counts(bins, 5, 40)
        inside = (np.arange(bins) >= low) & (np.arange(bins) < high)
        current, _ = counts(bins, 5, 10)
        n, hits, current = n * inside, hits * inside, current * inside
        labels.append({"n": n, "hits": hits, "counts": current, "probability": calibrated(n, hits)[1]})
    negative, positive = labels
    rows = lambda of: np.repeat(of["probability"], of["counts"])
    found, missed = rows(positive), rows(negative)
    tp, fn, fp = found.sum(), missed.sum(), (1 - found).sum()
    score = np.concatenate([np.repeat(np.arange(bins), of["counts"]) for of in labels])
    p = np.concatenate([missed, found])
    above = (score[:, None] > score[None, :]) + (score[:, None] == score[None, :]) / 2
    return {
        "labels": [{k: of[k].tolist() for k in ("n", "hits", "counts")} for of in labels],
        "accuracy": float((found.sum() + (1 - missed).sum()) / len(p)),
        "precision": float(tp / len(found)),
        "recall": float(tp / (tp + fn)),
        "f1": float(2 * tp / (2 * tp + fp + fn)),
        "rocAuc": float(p @ above @ (1 - p) / (p.sum() * (1 - p).sum())),
    }


out = {
    "isotonic": [isotonic_case() for _ in range(30)],
    "calibration": [calibration_case(*case) for case in [(20, 5, 9), (50, -5, 20), (50, 0.5, 4), (200, 6, 30), (200, -3, 3), (10, 2, 2)]],
    "areas": [area_case(int(bins)) for bins in rng.integers(5, 40, 25)],
    "estimates": [estimate_case() for _ in range(8)],
}
path = pathlib.Path(__file__).with_name("calibration.json")
path.write_text(json.dumps(out, indent=None, separators=(",", ":")) + "\n")
