"""Writes Tests/Support/Files/ArrowFixtures.swift: small Arrow IPC files, made with pyarrow 26.0.1.

Run from the root of the checkout, in an environment that has pyarrow:
    python Tests/Fixtures/Arrow/make.py > Tests/Support/Files/ArrowFixtures.swift
"""
import base64
import datetime
import decimal
import textwrap

import pyarrow as pa
import pyarrow.ipc as ipc


def file(table, **options):
    sink = pa.BufferOutputStream()
    with ipc.new_file(sink, table.schema, options=ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=2)
    return sink.getvalue().to_pybytes()


def stream(batches, **options):
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, batches[0].schema, options=ipc.IpcWriteOptions(**options)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


columns = {
    "u8": pa.array([1, None, 255], pa.uint8()),
    "ns": pa.array([1291192020123456789, None, 0], pa.timestamp("ns")),
    "s_utc": pa.array([1291192020, None, 0], pa.timestamp("s", "Europe/London")),
    "large": pa.array(["a", None, "ü"], pa.large_string()),
    "view": pa.array(["short", None, "longer than twelve bytes"], pa.string_view()),
    "dict8": pa.array(["p", None, "p"]).dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string())),
    "dec": pa.array([decimal.Decimal("12.50"), None, decimal.Decimal("-0.05")], pa.decimal128(10, 2)),
    "flag": pa.array([True, None, False]),
    "d64": pa.array([datetime.date(2010, 12, 1), None, datetime.date(1970, 1, 1)], pa.date64()),
    "half": pa.array([1.5, None, 2.5], pa.float16()),
    "list": pa.array([[1], None, [2, 3]]),
    "last": pa.array([1.5, None, 2.5], pa.float32()),
}


def words(entries, codes):
    dictionary = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int16()), pa.array(entries))
    return pa.record_batch([dictionary, pa.array(range(len(codes)), pa.int32())], ["word", "n"])


replaced = [words(["a", "b"], [0, 1, None]), words(["c", "d", "e"], [2, 0]), words(["c", "d", "e", "f"], [3, 0])]
deltas = [words(["a", "b"], [0, 1, None]), words(["a", "b", "c"], [2, 0])]
times = [datetime.datetime(2020, 1, 1 + day, 10, 30) for day in range(6)]
orders = pa.table({
    "customer_id": pa.array(["17850", "17850", None, "0042", "a", "a"]).dictionary_encode(),
    "order_id": pa.array(["1", "1", "2", "C3", "4", "5"]),
    "product_id": pa.array([7.0, 8.0, 9.0, None, 7.0, 8.0]),
    "order_datetime": pa.array(times, pa.timestamp("us")),
    "quantity": pa.array([1, 2, 3, -1, 5, 6], pa.int32()),
    "unit_price": pa.array([2.55, 3.39, 0.0, 7.65, 1.0, None]),
})
fixtures = [
    ("types", "File, zstd, batches of 2 and 1 rows, the middle row null: " + ", ".join(columns) + ".",
     file(pa.table(columns), compression="zstd")),
    ("replaced", "Stream, lz4: the dictionary of `word` is replaced before the second and third batch.",
     stream(replaced, compression="lz4", emit_dictionary_deltas=False)),
    ("deltas", "Stream: the dictionary of `word` grows by a delta before the second batch.",
     stream(deltas, emit_dictionary_deltas=True)),
    ("orders", "File: six order lines, in batches of two.", file(orders)),
    ("orderStream", "Stream, zstd: the same.", stream(orders.to_batches(), compression="zstd")),
]
print("import Foundation\n\n/// Small Arrow IPC files that pyarrow wrote; `Tests/Fixtures/Arrow/make.py` makes them.")
print("public enum ArrowFixtures {")
for name, comment, data in fixtures:
    lines = textwrap.wrap(base64.b64encode(data).decode(), 116)
    print(f"  /// {comment}\n  public static let {name} = bytes(\n    \"\"\"")
    print("\n".join("    " + line for line in lines) + "\n    \"\"\")\n")
print("""  private static func bytes(_ base64: String) -> [UInt8] {
    guard let data = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else {
      preconditionFailure("fixtures are base64")
    }
    return Array(data)
  }
}""")
