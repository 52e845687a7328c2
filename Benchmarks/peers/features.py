#!/usr/bin/env python3
"""The 33 features of every customer at every snapshot by one statement of DuckDB, from Parquet to Parquet."""

import argparse
import json
import pathlib
import resource
import sys

import duckdb

STATEMENT = (pathlib.Path(__file__).parent / "features.sql").read_text()


def compute(a):
    connection = duckdb.connect()
    connection.execute(f"set threads = {a.threads}")
    connection.execute(f"create view lines as select * from '{a.source}'")
    connection.execute(STATEMENT.replace("$OUT", a.target))
    print(json.dumps({"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1)}))


def compare(a):
    """Ends with an error where a value differs by more than 1e-9, relative where it is above 1."""
    connection = duckdb.connect()
    connection.execute(f"create view ours as select * from '{a.source}'")
    connection.execute(f"create view theirs as select * from '{a.target}'")
    names = [row[0] for row in connection.execute("describe ours").fetchall()]
    features = [name for name in names if name not in ("customer_id", "snapshot_date")]
    wrong = []
    for name in features:
        date = name.startswith("observation")
        far = (f"o.{name} is distinct from t.{name}" if date else
               f"(o.{name} is null) <> (t.{name} is null) or "
               f"abs(o.{name} - t.{name}) > 1e-9 * greatest(1, abs(o.{name}), abs(t.{name}))")
        count = connection.execute(
            f"select count(*) from ours o join theirs t using (customer_id, snapshot_date) where {far}").fetchone()[0]
        if count:
            wrong.append(f"{name}: {count}")
    rows = [connection.execute(f"select count(*) from {table}").fetchone()[0] for table in (
        "ours", "theirs", "(select 1 from ours join theirs using (customer_id, snapshot_date))")]
    if wrong or len(set(rows)) != 1:
        sys.exit(f"different: rows {rows}, values of {', '.join(wrong) or 'none'}")
    print(f"{rows[0]:,} rows x {len(features)} columns agree")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compare", action="store_true")
    a = parser.parse_args()
    (compare if a.compare else compute)(a)


if __name__ == "__main__":
    main()
