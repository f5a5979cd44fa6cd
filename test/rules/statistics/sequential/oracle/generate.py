"""Writes oracle.json beside this file: reference values from mpmath 1.3.0 and SciPy 1.17.1.

Run: python3 generate.py
"""

import json
import pathlib

import mpmath
import numpy as np
import scipy.optimize as optimize
import scipy.special as special
from mpmath import mpf

mpmath.mp.dps = 50
rng = np.random.default_rng(20261124)


def log_beta(a, b):
    return mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(mpf(a) + b)


def lower_tail(x, a, b):
    """I_x(a, b) by its series of positive terms, DLMF 8.17.8; from the other side above the mean."""
    x, a, b = mpf(x), mpf(a), mpf(b)
    if x > a / (a + b):
        return 1 - lower_tail(1 - x, b, a)
    term, total, k = mpf(1), mpf(1), 0
    while term > total * mpf(10) ** -48:
        term *= x * (a + b + k) / (a + 1 + k)
        total += term
        k += 1
    return mpmath.exp(a * mpmath.log(x) + b * mpmath.log(1 - x) - log_beta(a, b)) / a * total


def log_betas():
    shapes = [0.01, 0.5, 1, 2.5, 17, 140.25, 3000, 2e5, 7e6]
    return [[a, b, float(log_beta(a, b))] for a in shapes for b in shapes if a <= b]


def incomplete_betas():
    cases = []
    for a, b in [(0.5, 0.5), (1, 1), (3, 5), (0.2, 9), (40, 60), (700.5, 300.5), (1e4, 2e5), (25.5, 1e5), (3e5, 7e5)]:
        mean = a / (a + b)
        deviation = (mean * (1 - mean) / (a + b + 1)) ** 0.5
        for z in [-12, -6, -3, -1.5, -0.5, 0, 0.5, 1.5, 3, 6, 12]:
            x = float(mean + z * deviation)
            if 0 < x < 1:
                lower = lower_tail(x, a, b)
                upper = lower_tail(1 - mpf(x), b, a)
                cases.append([x, a, b, float(lower), float(mpmath.log(lower)), float(mpmath.log(upper))])
                # Two independent programs: neither is taken at its word.
                assert abs(special.betainc(a, b, x) - float(lower)) < 1e-10
    return cases


def beta_mixtures():
    """Section 5.4 M4 as written, gammas and all, in 50 digits."""
    cases = []
    for limit in [0.001, 0.05, 0.4, 0.93]:
        for trials in [0, 1, 30, 1000, 80_000]:
            for ratio in [0.5, 1, 1.2, 2]:
                for side in ["above", "below"]:
                    c = min(trials, round(trials * limit * ratio))
                    tolerance = 0 if ratio != 1.2 else limit * 0.02
                    prior = (0.5, 0.5) if trials != 30 else (2, 7)
                    a, b = mpf(prior[0]), mpf(prior[1])
                    edge = mpf(limit) + mpf(tolerance) if side == "above" else mpf(limit) - mpf(tolerance)
                    edge = mpf(float(edge))
                    share = (lambda x, y: lower_tail(1 - edge, y, x)) if side == "above" else (lambda x, y: lower_tail(edge, x, y))
                    value = log_beta(a + c, b + trials - c) + mpmath.log(share(a + c, b + trials - c))
                    value -= log_beta(a, b) + mpmath.log(share(a, b))
                    value -= c * mpmath.log(mpf(limit)) + (trials - c) * mpmath.log(1 - mpf(limit))
                    cases.append([c, trials, limit, side, tolerance, prior[0], prior[1], float(value)])
    return cases


def dirichlet_multinomials():
    cases = []
    for cells in [2, 3, 10, 40]:
        for size in [0, 5, 300, 50_000]:
            for concentration in [0.5, 1]:
                shares = rng.dirichlet(np.full(cells, 3.0))
                counts = rng.multinomial(size, rng.dirichlet(shares * 50)).tolist()
                shares = shares.tolist()
                alpha = mpf(concentration)
                value = mpmath.loggamma(alpha * cells) - mpmath.loggamma(alpha * cells + size)
                for count, share in zip(counts, shares):
                    value += mpmath.loggamma(alpha + count) - mpmath.loggamma(alpha) - count * mpmath.log(mpf(share))
                cases.append([counts, shares, concentration, float(value)])
    return cases


def normal_mixtures():
    cases = []
    for variance in [0, 1, 100, 3.7e5]:
        for alpha in [0.5, 0.05, 1e-3, 1e-9]:
            for best in [1, 100, 1e4]:
                a = mpf(alpha)
                rho = mpf(best) / (2 * mpmath.log(1 / a) + mpmath.log(1 + 2 * mpmath.log(1 / a)))
                total = mpf(variance) + rho
                bound = mpmath.sqrt(total * mpmath.log(total / (rho * a * a)))
                cases.append([variance, alpha, best, float(rho), float(bound)])
    return cases


def rate_sequences():
    cases = []
    for trials in [1, 10, 200, 5000, 1_000_000]:
        for share in [0, 0.001, 0.05, 0.5, 0.97, 1]:
            for alpha in [0.05, 1e-4]:
                c = round(trials * share)

                def excess(x):
                    p = 1 / (1 + mpmath.exp(-mpf(x)))
                    log_e = log_beta(0.5 + c, 0.5 + trials - c) - log_beta(0.5, 0.5)
                    log_e -= c * mpmath.log(p) + (trials - c) * mpmath.log(1 - p)
                    return float(log_e + mpmath.log(alpha))

                middle = float(np.log((c + 0.5) / (trials - c + 0.5)))
                ends = []
                for far, none in [(-700.0, 0.0), (36.0, 1.0)]:
                    if (c == 0 and far < 0) or (c == trials and far > 0) or excess(middle) > 0 or excess(far) < 0:
                        ends.append(none)
                        continue
                    root = optimize.brentq(excess, middle, far, xtol=1e-14, rtol=1e-14)
                    ends.append(float(1 / (1 + mpmath.exp(-mpf(root)))))
                cases.append([c, trials, alpha, *ends])
    return cases


def two_samples():
    cases = []
    for cells in [2, 5, 12]:
        for apart in [0, 1]:
            first = rng.dirichlet(np.full(cells, 4.0))
            second = rng.dirichlet(np.full(cells, 4.0)) if apart else first
            sizes = rng.integers(0, 200, (8, 2))
            blocks = [[rng.multinomial(n, first).tolist(), rng.multinomial(m, second).tolist()] for n, m in sizes]
            seen, log_e, values = np.zeros((2, cells)), 0.0, []
            for block in np.array(blocks):
                p, q = [(row + 0.5) / (row + 0.5).sum() for row in seen]
                n, m = block.sum(axis=1)
                if n and m:
                    common = (n * p + m * q) / (n + m)
                    log_e += special.xlogy(block[0], p / common).sum() + special.xlogy(block[1], q / common).sum()
                seen += block
                values.append(float(log_e))
            cases.append([blocks, values])
    return cases


def bounded_means():
    """Waudby-Smith & Ramdas (2024): theorem 2, and a betting capital against a limit."""
    cases = []
    for a, b, alpha, limit in [(1, 9, 0.05, 0.08), (0.5, 0.5, 0.05, 0.5), (30, 70, 0.01, 0.25), (2, 2, 0.1, 0.6)]:
        x = np.round(rng.beta(a, b, 60), 4)
        t = np.arange(1, 61)
        mean = (0.5 + np.cumsum(x)) / (t + 1)
        variance = (0.25 + np.cumsum((x - mean) ** 2)) / (t + 1)
        mean_before = np.concatenate([[0.5], mean[:-1]])
        variance_before = np.concatenate([[0.25], variance[:-1]])
        weight = np.minimum(0.5, np.sqrt(2 * np.log(2 / alpha) / (variance_before * t * np.log(1 + t))))
        psi = (-np.log1p(-weight) - weight) / 4
        centre = np.cumsum(weight * x) / np.cumsum(weight)
        radius = (np.log(2 / alpha) + np.cumsum(4 * (x - mean_before) ** 2 * psi)) / np.cumsum(weight)
        raw = (0.5 + np.concatenate([[0], np.cumsum(x * x)[:-1]])) / t
        spread = np.maximum(0, raw - mean_before**2)
        beyond = mean_before - limit
        bet = np.clip(beyond / (spread + beyond**2), 0, 0.5 / limit)
        log_e = np.cumsum(np.log1p(bet * (x - limit)))
        at = [0, 1, 2, 5, 10, 19, 39, 59]
        cases.append({
            "values": x.tolist(), "alpha": alpha, "limit": limit, "at": at,
            "lower": np.maximum(0, centre - radius)[at].tolist(),
            "upper": np.minimum(1, centre + radius)[at].tolist(),
            "logE": log_e[at].tolist(),
        })
    return cases


def projections():
    """The reverse information projection by a general solver (SLSQP)."""
    cases = []
    for cells in [2, 3, 6, 10]:
        for limit in [0.02, 0.1, 0.25]:
            p = rng.dirichlet(np.full(cells, 8.0))
            p = (p + 0.02) / (1 + 0.02 * cells)
            q = p * np.exp(rng.normal(0, 0.9, cells))
            q /= q.sum()
            index = lambda r: float(((p - r) * np.log(p / r)).sum())
            if index(q) <= limit:
                continue
            best = None
            for weight in [0.3, 0.6]:
                found = optimize.minimize(
                    lambda r: float((q * np.log(q / r)).sum()), p + weight * (q - p), method="SLSQP",
                    bounds=[(1e-9, 1)] * cells, options={"ftol": 1e-15, "maxiter": 2000},
                    constraints=[{"type": "eq", "fun": lambda r: r.sum() - 1}, {"type": "ineq", "fun": lambda r: limit - index(r)}])
                if best is None or found.fun < best:
                    best = found.fun
            cases.append([p.tolist(), q.tolist(), limit, float(best)])
    return cases


def share_bounds():
    cases = []
    for p in [0.002, 0.05, 0.1, 0.5, 0.8]:
        for limit in [0.01, 0.1, 0.25]:
            index = lambda q: (q - p) * np.log(q * (1 - p) / (p * (1 - q))) - limit
            cases.append([p, limit, optimize.brentq(index, 1e-300, p, xtol=1e-16), optimize.brentq(index, p, 1 - 1e-16, xtol=1e-16)])
    return cases


def shiryaev_roberts():
    """Tolerance Shiryaev-Roberts over 30 windows whose shares move in the middle; dispersion 1 and 3."""
    cases = []
    for cells, dispersion in [(3, 1.0), (10, 1.0), (10, 3.0)]:
        p = rng.dirichlet(np.full(cells, 20.0))
        q = p * np.exp(rng.normal(0, 0.4, cells))
        q /= q.sum()
        low, high = p - 0.02, p + 0.02
        windows = [rng.multinomial(400, p if t < 12 else q).tolist() for t in range(30)]
        kept = [0.5, 0.9, 0.98]
        seen, detectors, values = np.zeros((3, cells)), np.zeros((3, 2, cells)), []
        for window in np.array(windows):
            for row in range(3):
                theta = (seen[row] + 0.5) / (seen[row] + 0.5).sum()
                for side, bound, out in [(0, high, theta > high), (1, low, theta < low)]:
                    with np.errstate(all="ignore"):
                        log_e = (window * np.log(theta / bound) + (400 - window) * np.log((1 - theta) / (1 - bound))) / dispersion
                    live = out & (seen[row].sum() > 0) & (bound > 0)
                    old = detectors[row, side]
                    detectors[row, side] = np.where(live, (old + 1) * np.exp(np.where(live, log_e, 0)), old / 2)
            detectors[detectors < 1e-6] = 0
            seen = seen * np.array(kept)[:, None] + window
            values.append(float(detectors.mean()))
        cases.append({"low": low.tolist(), "high": high.tolist(), "windows": windows, "dispersion": dispersion, "values": values})
    return cases


oracle = {
    "logBeta": log_betas(),
    "incompleteBeta": incomplete_betas(),
    "betaMixture": beta_mixtures(),
    "dirichletMultinomial": dirichlet_multinomials(),
    "normalMixture": normal_mixtures(),
    "rateSequence": rate_sequences(),
    "twoSample": two_samples(),
    "boundedMean": bounded_means(),
    "projection": projections(),
    "shareBounds": share_bounds(),
    "shiryaevRoberts": shiryaev_roberts(),
}
lines = []
for name, rows in oracle.items():
    lines.append(f' "{name}": [\n' + ",\n".join("  " + json.dumps(row) for row in rows) + "\n ]")
pathlib.Path(__file__).with_name("oracle.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
