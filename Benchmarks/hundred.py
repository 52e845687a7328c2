#!/usr/bin/env python3
"""A hundred million order lines, trained once within a limit to memory: seconds, CPU seconds, peak of memory, disk.

The shop is that of `retention-fast generate --customers 6600000`: 100,175,578 lines, a CSV of 8.5 GB, written in about a
minute and in bounded memory. Runs and temporary files need about as much again. It belongs to no contest; `--customers`
makes a smaller shop to try it with.
"""

import argparse
import json
import os
import pathlib
import shutil
import sys
import time

from common import watched

ROOT = pathlib.Path(__file__).resolve().parent.parent


def held(folder):
    """Bytes of a folder on disk, what is deleted but open not included."""
    total = 0
    for path, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(path, name)).st_blocks * 512
            except OSError:
                pass
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=6_600_000)
    parser.add_argument("--max-memory", default="8GB")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count()))
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / ".deps/bench/hundred")
    parser.add_argument("--program", default=str(ROOT / ".build/release/retention-fast"))
    parser.add_argument("--keep-run", action="store_true", help="leave the run behind, not only its metrics")
    a = parser.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    source, runs = a.folder / f"shop-{a.customers}.csv", a.folder / "runs"
    # A customer has about 15 lines of 85 bytes; a run and temporary files take as much again and half.
    needed = a.customers * 15.2 * 85 * (1.5 if source.exists() else 2.5)
    free = shutil.disk_usage(a.folder).free
    if free < needed:
        sys.exit(f"{needed / 1e9:.0f} GB are needed in {a.folder}, {free / 1e9:.0f} GB are free")
    report = {"customers": a.customers, "max_memory": a.max_memory, "threads": a.threads, "load": os.getloadavg()[0]}
    if not source.exists():
        values, _ = watched([a.program, "generate", "--customers", a.customers, "--to", source, "--quiet"])
        report["generate"] = values
        print("generated:", json.dumps(values), file=sys.stderr)
    report["csv_gb"] = source.stat().st_size / 1e9
    shutil.rmtree(runs, ignore_errors=True)
    start, trace, free = time.perf_counter(), [], shutil.disk_usage(a.folder).free

    def look(resident):
        # Free space counts temporary files that have no name any more.
        trace.append((time.perf_counter() - start, resident, free - shutil.disk_usage(a.folder).free))

    values, _ = watched(
        [a.program, "train", "--data", source, "--output", runs, "--threads", a.threads, "--max-memory", a.max_memory,
         "--json"], every=0.25, tell=look)
    run = (runs / "latest").resolve()
    metrics = json.loads((run / "metrics.json").read_text())
    report |= {
        "train": values, "reported_peak_mb": metrics["peak_rss_mb"], "data": metrics["data"],
        "disk_peak_gb": max(used for _, _, used in trace) / 1e9, "run_gb": held(run) / 1e9,
        "timings_s": metrics["timings_s"], "churn_auc": metrics["churn"]["auc"], "churn_n": metrics["churn"]["n_test"],
        "clv_rmse": metrics["clv"]["rmse"], "clv_n": metrics["clv"]["n_test"],
        "training_share": {"churn": metrics["churn"]["training_share"], "clv": metrics["clv"]["training_share"]}}
    shutil.copy(run / "metrics.json", a.folder / "metrics.json")
    (a.folder / "trace.csv").write_text("seconds,resident_mb,disk_gb\n" + "".join(
        f"{t:.2f},{r / 1e6:.1f},{d / 1e9:.2f}\n" for t, r, d in trace))
    (a.folder / "hundred.json").write_text(json.dumps(report, indent=2) + "\n")
    if not a.keep_run:
        shutil.rmtree(runs, ignore_errors=True)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
