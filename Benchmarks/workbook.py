"""Reads the same order lines as CSV and as XLSX with retention-fast, and compares what comes out.

    .deps/peers/bin/python Benchmarks/workbook.py online_retail.csv

The workbook is made from the CSV file here, and kept in .deps/bench: shared strings, numbers as numbers, times as
serial numbers. Prints seconds and peak memory of `clean` for both, and whether the cleaned rows are equal.
"""
import csv
import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet
import xlsxwriter

PROGRAM = pathlib.Path(".build/release/retention-fast")
FOLDER = pathlib.Path(".deps/bench")


def make(source, target):
    """Writes the lines of `source` as one sheet."""
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet("Online Retail")
    when = book.add_format({"num_format": "m/d/yy h:mm"})
    with open(source, encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, 1):
            for column, (name, value) in enumerate(zip(header, row)):
                if value == "":
                    continue
                if name == "InvoiceDate":
                    sheet.write_datetime(number, column, datetime.datetime.fromisoformat(value), when)
                elif name in ("Quantity", "UnitPrice", "CustomerID"):
                    sheet.write_number(number, column, float(value))
                elif name in ("InvoiceNo", "StockCode") and value.isdigit() and not value.startswith("0"):
                    sheet.write_number(number, column, int(value))
                else:
                    sheet.write_string(number, column, value)
    book.close()


def clean(data):
    """Seconds, MB and the cleaned table of one run."""
    output = tempfile.mkdtemp()
    try:
        start = time.monotonic()
        command = [PROGRAM, "clean", "--data", data, "--output", output, "--quiet"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        if status != 0:
            sys.exit(f"clean ended with {status}")
        table = pyarrow.parquet.read_table(f"{output}/latest/data/cleaned_data.parquet")
        return seconds, usage.ru_maxrss / 1024, table
    finally:
        shutil.rmtree(output)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = pathlib.Path(sys.argv[1])
    workbook = FOLDER / (source.stem + ".xlsx")
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not workbook.exists():
        make(source, workbook)
    tables = []
    for data in (source, workbook):
        rounds = [clean(data) for _ in range(3)]
        seconds, memory, table = sorted(rounds, key=lambda run: run[0])[1]
        tables.append(table)
        print(f"{data.suffix[1:]:5} {seconds:6.2f} s {memory:6.0f} MB, {table.num_rows} cleaned rows (median of 3)")
    print("cleaned rows are equal" if tables[0].equals(tables[1]) else "cleaned rows DIFFER")


main()
