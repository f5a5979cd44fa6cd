"""Roots, proofs and tiles of growing trees, from the definitions of RFC 6962 (2.1) and C2SP tlog-tiles alone.

    python3 rfc6962.py

Prints what `digests.json` holds: SHA-256 over the concatenated outputs for every size from 0 to 70,000.
Leaf i is the four bytes of i, big-endian. Only perfect subtrees are remembered between sizes.
"""

import hashlib
import json

SIZES = 70_000


def sha256(data):
    return hashlib.sha256(data).digest()


perfect = {}


def mth(low, high):
    """MTH(D[low:high]); k is the largest power of two smaller than the number of leaves."""
    n = high - low
    if n == 0:
        return sha256(b"")
    if n == 1:
        return sha256(b"\x00" + low.to_bytes(4, "big"))
    is_perfect = n & (n - 1) == 0
    if is_perfect and (low, n) in perfect:
        return perfect[(low, n)]
    k = split(n)
    root = sha256(b"\x01" + mth(low, low + k) + mth(low + k, high))
    if is_perfect:
        perfect[(low, n)] = root
    return root


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(m, low, high):
    """PATH(m, D[low:high]), m counted from low."""
    n = high - low
    if n == 1:
        return []
    k = split(n)
    if m < k:
        return path(m, low, low + k) + [mth(low + k, high)]
    return path(m - k, low + k, high) + [mth(low, low + k)]


def subproof(m, low, high, whole):
    """SUBPROOF(m, D[low:high], b)."""
    n = high - low
    if m == n:
        return [] if whole else [mth(low, high)]
    k = split(n)
    if m <= k:
        return subproof(m, low, low + k, whole) + [mth(low + k, high)]
    return subproof(m - k, low + k, high, False) + [mth(low, low + k)]


def tiles(size):
    """Every tile of hashes that a tree has, level by level: path and bytes."""
    level = 0
    while size // 256**level > 0:
        hashes = size // 256**level
        for index in range((hashes + 255) // 256):
            width = min(256, hashes - 256 * index)
            span = 256**level
            data = b"".join(
                mth((index * 256 + i) * span, (index * 256 + i + 1) * span) for i in range(width)
            )
            yield tile_path(level, index, width), data
        level += 1


def tile_path(level, index, width):
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + ("" if width == 256 else f".p/{width}")


def main():
    roots, inclusions, consistencies = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
    for size in range(SIZES + 1):
        roots.update(mth(0, size))
        if size == 0:
            continue
        chosen = (size * 40_503 + 12_345) % size
        inclusions.update(b"".join(path(chosen, 0, size)))
        if 0 < chosen < size:
            consistencies.update(b"".join(subproof(chosen, 0, size, True)))
    served = hashlib.sha256()
    for size in (1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000):
        for name, data in tiles(size):
            served.update(name.encode() + b"\n" + data)
    print(
        json.dumps(
            {
                "roots": roots.hexdigest(),
                "inclusions": inclusions.hexdigest(),
                "consistencies": consistencies.hexdigest(),
                "tiles": served.hexdigest(),
            },
            indent=2,
        )
    )


main()
