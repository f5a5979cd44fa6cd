"""Writes performance.json: scored decisions, predicted numbers and ranked lists with their outcomes,
and what the metrics of performance say of them, computed row by row from the definitions with NumPy
and SciPy. Run it in its own folder: python3 performance.py
"""

import json

import numpy as np
from scipy import stats

rng = np.random.default_rng(20261124)
Z = stats.norm.ppf(0.95)
BINS = 200


def binned(score):
    return np.minimum(BINS - 1, np.floor(score * BINS)).astype(int)


def classification(n, shift):
    """Scores are the confidence of the label that was given, overconfident by `shift`."""
    p = rng.beta(1.2, 1.2, n)
    predicted = p > 0.4
    truth = rng.random(n) < np.clip(p - shift * (p - 0.5), 0, 1)
    confidence = np.where(predicted, p, 1 - p)
    return predicted, np.round(confidence, 6), truth


def auc(strength, truth):
    u = stats.mannwhitneyu(strength[truth], strength[~truth], method="asymptotic").statistic
    return u / (truth.sum() * (~truth).sum())


def average_precision(strength, truth):
    value = 0.0
    for threshold in np.unique(strength):
        at, above = strength == threshold, strength >= threshold
        gained = (truth & at).sum() / truth.sum()
        value += gained * (truth & above).sum() / above.sum()
    return value


def calibration_error(bins, right):
    value = 0.0
    for k in range(10):
        inside = bins // (BINS // 10) == k
        if inside.any():
            score = ((bins[inside] + 0.5) / BINS).mean()
            value += inside.mean() * abs(right[inside].mean() - score)
    return value


def scored(n, shift):
    predicted, confidence, truth = classification(n, shift)
    right = predicted == truth
    bins = binned(confidence)
    middle = (bins + 0.5) / BINS
    strength = np.where(predicted, bins, BINS - 1 - bins)
    given = np.where(right, middle, 1 - middle)
    raw = np.where(predicted, confidence, 1 - confidence)
    squares, logs = (lambda g: (1 - g) ** 2), (lambda g: -np.log(g))

    def mean(loss):
        """With Z² rows more, spread over both answers of every row."""
        rows = np.concatenate([loss(given), loss(middle), loss(1 - middle)])
        weights = np.repeat([1, Z**2 / (2 * n), Z**2 / (2 * n)], n)
        centre = np.average(rows, weights=weights)
        variance = np.average((rows - centre) ** 2, weights=weights)
        half = Z * (variance / weights.sum()) ** 0.5
        return [loss(given).mean(), centre - half, centre + half]

    return {
        "rows": [
            [int(p), float(c), int(t)] for p, c, t in zip(predicted, confidence, truth)
        ],
        "rocAuc": auc(strength, truth),
        "rocAucOfRows": auc(raw, truth),
        "averagePrecision": average_precision(strength, truth),
        "calibrationError": calibration_error(bins, right),
        "brier": mean(squares),
        "brierOfRows": ((raw - truth) ** 2).mean(),
        "logLoss": mean(logs),
        "accuracy": right.mean(),
    }


def regression(n):
    truth = np.round(rng.normal(50, 20, n), 4)
    value = np.round(truth + rng.normal(1.5, 6, n), 4)
    error = value - truth
    absolute = np.abs(error)
    half = lambda x: Z * x.std() / (n - 1) ** 0.5
    return {
        "rows": [[float(v), float(t)] for v, t in zip(value, truth)],
        "mae": [absolute.mean(), absolute.mean() - half(absolute), absolute.mean() + half(absolute)],
        "rmse": np.sqrt((error**2).mean()),
        "bias": [error.mean(), error.mean() - half(error), error.mean() + half(error)],
        "rSquared": 1 - (error**2).sum() / ((truth - truth.mean()) ** 2).sum(),
    }


def ranking(n):
    ranks = np.minimum(rng.geometric(0.12, n), 40)
    return {
        "rows": [int(rank) for rank in ranks],
        "meanReciprocalRank": (1 / ranks).mean(),
        "hitRate": (ranks <= 10).mean(),
        "ndcg": np.where(ranks <= 10, 1 / np.log2(1 + ranks), 0).mean(),
    }


json.dump(
    {
        "calibrated": scored(800, 0.0),
        "overconfident": scored(800, 0.7),
        "regression": regression(300),
        "ranking": ranking(300),
    },
    open("performance.json", "w"),
    default=float,
)
