"""Encodes stored rows from the description alone, and prints vectors for row-encoding.test.ts.

    python3 test/collector/tlog/oracle/row_encoding.py > test/collector/tlog/oracle/row-encoding.json

Written from the comment on `encodeRow`, not from its code; only the standard library.
"""

import hashlib
import json
import random
import struct
import uuid

MAP = {"map": ["text", "text"]}
COLUMNS = {
    "features_v1": [
        ["system", "text"], ["model_version", "text"], ["environment", "text"], ["id", "text"],
        ["window_time", "micros"], ["segment", MAP], ["num", {"map": ["text", "f64"]}],
        ["cat", MAP], ["missing", {"list": "text"}],
        ["received_at", "millis"], ["_journal", "uuid"], ["_seq", "u64"], ["_row", "u32"],
    ],
    "scores_v1": [
        ["system", "text"], ["id", "text"], ["identity", "u64"], ["digest", "uuid"],
        ["time", "micros"], ["environment", "text"], ["system_version", "text"],
        ["producer", "text"], ["seq", "u64"], ["trace_id", "text"], ["span_id", "text"],
        ["name", "text"], ["value", {"nullable": "f64"}], ["label", "text"],
        ["passed", {"nullable": "bool"}], ["source", "text"],
        ["received_at", "millis"], ["_journal", "uuid"], ["_seq", "u64"], ["_row", "u32"],
    ],
    "profiles_v1": [
        ["system", "text"], ["model_name", "text"], ["model_version", "text"],
        ["feature", "text"], ["baseline", "text"], ["time", "micros"], ["window_time", "micros"],
        ["window_ms", "u32"], ["environment", "text"], ["system_version", "text"],
        ["producer", "text"], ["seq", "u64"], ["trace_id", "text"], ["span_id", "text"],
        ["segment", MAP], ["predictions", "u64"], ["missing", "u64"], ["not_a_number", "u64"],
        ["wrong_type", "u64"], ["infinite", "u64"], ["min", {"nullable": "f64"}],
        ["max", {"nullable": "f64"}], ["cells", {"map": ["u16", "i64"]}],
        ["magnitudes", {"map": ["u16", "u64"]}], ["sum", "text"], ["sum_of_squares", "text"],
        ["received_at", "millis"], ["_journal", "uuid"], ["_seq", "u64"], ["_row", "u32"],
    ],
}
# What the second version added: tables, and columns of another.
COLUMNS_2 = {
    "calls_v1": [
        ["system", "text"], ["model_version", "text"], ["environment", "text"], ["id", "text"],
        ["window_time", "micros"], ["segment", MAP], ["supplier", "text"], ["status", "text"],
        ["operation", "text"], ["request_model", "text"], ["model_source", "text"],
        ["response_id", "text"], ["conversation_id", "text"], ["input_tokens", {"nullable": "u64"}],
        ["cached_tokens", {"nullable": "u64"}], ["cache_write_tokens", {"nullable": "u64"}],
        ["output_tokens", {"nullable": "u64"}], ["reasoning_tokens", {"nullable": "u64"}],
        ["finish_reasons", {"list": "text"}], ["tools", {"map": ["text", "u64"]}],
        ["is_refused", {"nullable": "bool"}], ["is_streamed", {"nullable": "bool"}],
        ["first_chunk", {"nullable": "f64"}], ["first_chunk_cell", {"nullable": "i32"}],
        ["dialect", "text"], ["scope", "text"], ["scope_version", "text"], ["schema_url", "text"],
        ["seen_by", {"list": "text"}],
        ["received_at", "millis"], ["_journal", "uuid"], ["_seq", "u64"], ["_row", "u32"],
    ],
    "client_metrics_v1": [
        ["system", "text"], ["time", "micros"], ["start_time", "micros"], ["environment", "text"],
        ["system_version", "text"], ["producer", "text"], ["seq", "u64"], ["trace_id", "text"],
        ["span_id", "text"], ["temporality", "text"], ["series", "text"], ["metric", "text"],
        ["unit", "text"], ["supplier", "text"], ["request_model", "text"],
        ["response_model", "text"], ["operation", "text"], ["token_type", "text"],
        ["error_type", "text"], ["count", {"nullable": "f64"}], ["sum", {"nullable": "f64"}],
        ["received_at", "millis"], ["_journal", "uuid"], ["_seq", "u64"], ["_row", "u32"],
    ],
    "heartbeats_v1": [
        ["system", "text"], ["time", "micros"], ["window_time", "micros"], ["environment", "text"],
        ["system_version", "text"], ["producer", "text"], ["seq", "u64"], ["trace_id", "text"],
        ["span_id", "text"], ["last_seq", {"map": ["text", "u64"]}],
        ["dropped", {"map": ["text", "u64"]}], ["queue_depth", "u64"],
        ["instrumented", {"list": "text"}], ["uninstrumented", {"list": "text"}],
        ["clock_offset", {"nullable": "f64"}],
        ["received_at", "millis"], ["_journal", "uuid"], ["_seq", "u64"], ["_row", "u32"],
    ],
}
FORMATS = {"u16": "<H", "u32": "<I", "u64": "<Q", "i32": "<i", "i64": "<q", "micros": "<q", "millis": "<q"}


def encode(kind, value):
    if isinstance(kind, dict):
        if "nullable" in kind:
            return b"\x00" if value is None else b"\x01" + encode(kind["nullable"], value)
        if "list" in kind:
            return struct.pack("<I", len(value)) + b"".join(encode(kind["list"], v) for v in value)
        key, held = kind["map"]
        order = (lambda pair: pair[0].encode()) if key == "text" else (lambda pair: int(pair[0]))
        pairs = sorted(value.items(), key=order)
        body = b"".join(
            encode(key, k if key == "text" else int(k)) + encode(held, v) for k, v in pairs
        )
        return struct.pack("<I", len(pairs)) + body
    if kind == "text":
        data = value.encode()
        return struct.pack("<I", len(data)) + data
    if kind == "bool":
        return b"\x01" if value else b"\x00"
    if kind == "f64":
        number = float(value.replace("Infinity", "inf")) if isinstance(value, str) else value
        if number != number:
            return bytes.fromhex("000000000000f87f")
        return struct.pack("<d", number)
    if kind == "uuid":
        return uuid.UUID(value).bytes
    return struct.pack(FORMATS[kind], int(value))


def leaf(encoder, table, columns, row):
    body = bytes([encoder]) + encode("text", table) + b"".join(encode(k, row[n]) for n, k in columns)
    return hashlib.sha256(b"\x00" + body).hexdigest()


TEXTS = ["", "a", "ä", "line\nfeed", "__proto__", "𝒳", "\uffff", "z" * 200, "0", "10", "9"]
FLOATS = [0.0, -0.0, 1.5, 5e-324, -1.7976931348623157e308, 0.1, "NaN", "Infinity", "-Infinity", 9007199254740994.0]


def value(kind, rng):
    if isinstance(kind, dict):
        if "nullable" in kind:
            return None if rng.random() < 0.4 else value(kind["nullable"], rng)
        if "list" in kind:
            return [value(kind["list"], rng) for _ in range(rng.randrange(4))]
        key, held = kind["map"]
        return {str(value(key, rng)): value(held, rng) for _ in range(rng.randrange(6))}
    if kind == "text":
        return rng.choice(TEXTS)
    if kind == "bool":
        return rng.random() < 0.5
    if kind == "f64":
        return rng.choice(FLOATS)
    if kind == "uuid":
        return str(uuid.UUID(int=rng.getrandbits(128)))
    bits = {"u16": 16, "u32": 32, "i32": 31}.get(kind)
    if bits:
        return rng.getrandbits(bits)
    number = rng.getrandbits(64) if kind == "u64" else rng.getrandbits(64) - 2**63
    return str(number)


def main():
    rng = random.Random(42001)
    vectors = []
    for encoder, tables in ((1, COLUMNS), (2, COLUMNS_2)):
        for table, columns in tables.items():
            for _ in range(12):
                row = {name: value(kind, rng) for name, kind in columns}
                made = leaf(encoder, table, columns, row)
                vectors.append({"encoder": encoder, "table": table, "row": row, "leaf": made})
    print(json.dumps(vectors, ensure_ascii=True, indent=1))


main()
