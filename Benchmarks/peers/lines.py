#!/usr/bin/env python3
"""Order lines as many as wanted: the real ones several times over, each time with other customers, orders, times and
prices, in the order of time; or such a file cut in two, as CSV."""

import argparse

import duckdb


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("orders", help="Online Retail as CSV; with --split a Parquet file")
    parser.add_argument("target")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the customers")
    parser.add_argument("second", nargs="?", help="with --split: CSV of the lines that come later")
    parser.add_argument("--split", type=float, help="share of the lines of a Parquet file that go to the first CSV")
    a = parser.parse_args()
    connection = duckdb.connect()
    if a.split:
        count = connection.execute(f"select count(*) from '{a.orders}'").fetchone()[0]
        first = round(count * a.split)
        connection.execute("set preserve_insertion_order = true")
        for target, part in ((a.target, f"limit {first}"), (a.second, f"limit {count - first} offset {first}")):
            connection.execute(f"copy (from '{a.orders}' {part}) to '{target}' (format csv, header)")
        return
    connection.execute(f"""
        copy (
          select printf('%03d-%s', k, CustomerID) as customer_id, printf('%s-%03d', InvoiceNo, k) as order_id,
            StockCode as product_id, InvoiceDate + to_minutes(k * 37) as order_datetime, Quantity::double as quantity,
            round(UnitPrice * (1 + k * 0.013), 2) as unit_price
          from read_csv('{a.orders}', types = {{'CustomerID': 'VARCHAR', 'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR',
            'InvoiceDate': 'TIMESTAMP', 'Quantity': 'BIGINT', 'UnitPrice': 'DOUBLE'}}), range({a.copies}) t(k)
          where CustomerID is not null and UnitPrice > 0 and hash(CustomerID, k) % 1000 < {round(a.share * 1000)}
          order by order_datetime, k, InvoiceNo, StockCode, Quantity, UnitPrice
        ) to '{a.target}' (format parquet, compression zstd, row_group_size 131072)""")
    print(a.target, connection.execute(f"select count(*) from '{a.target}'").fetchone()[0], "lines")


if __name__ == "__main__":
    main()
