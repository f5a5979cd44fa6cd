"""Makes the small Parquet files beside it, one a codec: python3 parquet.py (PyArrow)."""

import datetime
import decimal
import os

import pyarrow as pa
import pyarrow.parquet as parquet

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = 300


def column(make):
    return [make(i) for i in range(ROWS)]


table = pa.table(
    {
        "whole": pa.array(column(lambda i: None if i % 10 == 3 else i), pa.int64()),
        "huge": pa.array(column(lambda i: 9007199254740993 + i), pa.int64()),
        "real": pa.array(column(lambda i: float("nan") if i % 50 == 7 else i / 8), pa.float64()),
        "text": pa.array(column(lambda i: None if i % 25 == 1 else f"café {i % 4}"), pa.string()),
        "flag": pa.array(column(lambda i: i % 3 == 0), pa.bool_()),
        "day": pa.array(column(lambda i: datetime.date(2026, 11, 1 + i % 28)), pa.date32()),
        "instant": pa.array(
            column(lambda i: datetime.datetime(2026, 11, 24, 10, 0, i % 60, 250_000, datetime.timezone.utc)),
            pa.timestamp("us", "UTC"),
        ),
        "amount": pa.array(column(lambda i: decimal.Decimal(i) / 4), pa.decimal128(10, 2)),
        "nested": pa.array(column(lambda i: {"a": i, "b": f"x{i % 2}"}), pa.struct([("a", pa.int32()), ("b", pa.string())])),
        "list": pa.array(column(lambda i: [i, i + 1]), pa.list_(pa.int64())),
        "nothing": pa.array([None] * ROWS, pa.float64()),
    }
)
for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
    parquet.write_table(table, os.path.join(HERE, f"{codec}.parquet"), compression=codec, row_group_size=128)
parquet.write_table(table.slice(0, 0), os.path.join(HERE, "empty.parquet"))
