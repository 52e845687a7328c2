"""What the peers share: reading a table, the clock, memory, the score of the holdout, and the one line they print.

The keys are those of `retention-fast bench`. Times go from the matrix in memory to the model.
"""

import argparse
import ctypes
import json
import os
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def parser(contenders, **more):
    """Options that all tasks have: the contender first."""
    result = argparse.ArgumentParser()
    result.add_argument("contender", choices=sorted(contenders))
    result.add_argument("--data", required=True)
    result.add_argument("--target", default="label")
    result.add_argument("--holdout-rows", type=int, default=0)
    result.add_argument("--threads", type=int, default=os.cpu_count())
    result.add_argument("--predictions", help="file for the holdout's predictions, to score them elsewhere")
    for name, (kind, default) in more.items():
        result.add_argument("--" + name.replace("_", "-"), type=kind, default=default)
    return result


def matrix(path):
    """rows x columns float32, row-major, and the names of the columns."""
    table = pq.read_table(path, use_threads=False)
    x = np.empty((table.num_rows, table.num_columns), np.float32)
    for j, column in enumerate(table.columns):
        x[:, j] = column.to_numpy()
    return x, table.column_names


def labelled(path, target, holdout):
    """Training rows and the last `holdout` ones: (x, y, x_test, y_test)."""
    x, names = matrix(path)
    y = x[:, names.index(target)].copy()
    x = np.ascontiguousarray(np.delete(x, names.index(target), axis=1))
    cut = len(x) - holdout
    return x[:cut].copy(), y[:cut], x[cut:].copy(), y[cut:]


def _status(key):
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0


class Fit:
    """`with Fit() as fit: …` gives seconds, the peak of memory, and how much of it came on top of the input."""

    def __enter__(self):
        # What reading left behind must not be there for the fit to use unseen.
        pa.default_memory_pool().release_unused()
        ctypes.CDLL(None).malloc_trim(0)
        try:
            with open("/proc/self/clear_refs", "w") as file:
                file.write("5")  # the peak starts anew
        except OSError:
            pass
        self.before = _status("VmRSS:")
        self.cpu = time.process_time()
        self.start = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.start
        self.cpu = time.process_time() - self.cpu
        self.peak = _status("VmHWM:")

    def keys(self):
        return {
            "fit_seconds": self.seconds,
            "cpu_seconds": self.cpu,
            "peak_rss_mb": round(self.peak / 1e6, 1),
            "memory_above_input_mb": round((self.peak - self.before) / 1e6, 1),
        }


def seconds(body, repeats=5):
    """Median of several calls, after one that nobody times; and what the last call returned."""
    body()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        value = body()
        times.append(time.perf_counter() - start)
    return float(np.median(times)), value


def scores(probability, label):
    """AUC with ties counted half, and log-loss in nats."""
    p = np.asarray(probability, np.float64).ravel()
    positive = np.asarray(label) > 0.5
    values, place, counts = np.unique(p, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2.0)[place]
    ones, zeros = positive.sum(), (~positive).sum()
    area = (rank[positive].sum() - ones * (ones + 1) / 2.0) / (float(ones) * float(zeros))
    p = np.clip(p, 1e-15, 1 - 1e-15)
    loss = -np.where(positive, np.log(p), np.log1p(-p)).mean()
    return {"auc": float(area), "log_loss": float(loss)}


def keep(path, **columns):
    """Writes float64 columns to a Parquet file, where one was asked for."""
    if path:
        pq.write_table(pa.table({name: np.asarray(values, np.float64) for name, values in columns.items()}), path)


def report(task, arguments, **keys):
    print(json.dumps({"task": task, "contender": arguments.contender, "threads": arguments.threads, **keys}), flush=True)
