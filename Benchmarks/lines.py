"""The data engine beside DuckDB: from order lines to stored features, whole processes, their time and their memory.

`run.py` runs these contests with the others. The lines are those of Online Retail, several times over, with customers,
orders, times and prices of their own, in the order of time.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
from statistics import median

from common import OURS, spread, unpack, watched

#: Name of the table: copies of the shop, and the share of its customers.
SIZES = {"lines_100000": (1, 0.25), "lines_1000000": (3, 0.82), "lines_10000000": (25, 1.0)}
#: Files of a run that no limit to memory may change.
FILES = ("cleaned_data.parquet", "rejected_rows.parquet", "customer_features.parquet")
PEER = "duckdb"
#: Ours as it is by default: purchases count less what was returned of them. The statement of DuckDB counts them whole.
NET, GROSS = "retention-fast, net", ["--set", "features.net_of_returns=false"]


def make(python, peers, orders, folder, sizes):
    """Makes the tables that are not there yet."""
    for name in sizes:
        copies, share = SIZES[name]
        if not (folder / f"{name}.parquet").exists():
            subprocess.run([python, str(peers / "lines.py"), str(orders), str(folder / f"{name}.parquet"),
                            "--copies", str(copies), "--share", str(share)], check=True, stdout=sys.stderr)
    unpack(orders, folder / "orders.csv")


class Engine:
    """Runs contests on lines; `log` gets a line a run."""

    def __init__(self, arguments, folder, log):
        self.a, self.folder, self.log = arguments, folder, log
        self.peers = pathlib.Path(__file__).resolve().parent / "peers"
        self.cpus = set(sorted(os.sched_getaffinity(0))[: arguments.threads])

    def ours(self, *options, output):
        command = [self.a.program, *options, "--output", str(output), "--threads", str(self.a.threads), "--json"]
        values, text = watched(command, self.cpus)
        metrics = json.loads(text)
        metrics = metrics.get("metrics", metrics)
        return {"seconds": values["seconds"], "peak_mb": metrics["peak_rss_mb"], "timings": metrics.get("timings_s")}

    def peer(self, source, target):
        command = [self.a.python, str(self.peers / "features.py"), str(source), str(target), "--threads",
                   str(self.a.threads)]
        values, text = watched(command, self.cpus)
        return {"seconds": values["seconds"], **json.loads(text)}

    def note(self, contest, contender, number, rows, values):
        line = {"contest": contest, "contender": contender, "round": number, "rows": rows,
                "load": round(os.getloadavg()[0], 2), "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), **values}
        self.log.append(line)
        print(f"{contest:24} round {number}  {contender:24} {values['seconds']:9.3f} s  {values['peak_mb']:7.0f} MB",
              file=sys.stderr)

    def runs(self, name):
        return self.folder / "runs" / name

    def features(self, name, rounds):
        """Cleaned lines to stored features: ours and the peer read the same file."""
        runs = self.runs(name)
        shutil.rmtree(runs, ignore_errors=True)
        source = self.folder / f"{name}.parquet"
        cleaning = self.ours("clean", "--data", str(source), output=runs)
        cleaned = (runs / "latest").resolve()
        rows = self.rows(cleaned)
        self.note(f"clean@{name}", OURS, 1, rows, cleaning)
        for number in range(1, rounds + 1):
            for contender in [NET, OURS, PEER] if number % 2 else [PEER, NET, OURS]:
                if contender in (OURS, NET):
                    options = GROSS if contender == OURS else []
                    values = self.ours("features", "--run", str(cleaned), *options, output=runs)
                else:
                    values = self.peer(cleaned / "data/cleaned_data.parquet", runs / "peer.parquet")
                self.note(f"features@{name}", contender, number, rows, values)
            if number == 1:
                self.compare(runs)
            for old in runs.iterdir():
                if old.is_dir() and not old.is_symlink() and old != cleaned and old != (runs / "latest").resolve():
                    shutil.rmtree(old)

    def compare(self, runs):
        """Both must have found the same."""
        subprocess.run([self.a.python, str(self.peers / "features.py"), "--compare",
                        str((runs / "latest").resolve() / "data/customer_features.parquet"), str(runs / "peer.parquet")],
                       check=True, stdout=sys.stderr)

    def bounded(self, name):
        """The same with a limit to memory, from order lines to features."""
        runs = self.runs(name + "-bounded")
        shutil.rmtree(runs, ignore_errors=True)
        made = []
        for contest, options in (("without a limit", []), ("--max-memory 512MB", ["--max-memory", "512MB"])):
            values = self.ours("features", "--data", str(self.folder / f"{name}.parquet"), *options, output=runs)
            run = (runs / "latest").resolve()
            self.note(f"memory@{name}", contest, 1, self.rows(run), values)
            made.append([hashlib.sha256((run / "data" / f).read_bytes()).hexdigest() for f in FILES])
        if made[0] != made[1]:
            sys.exit("a limit to memory changed an artefact")

    def grown(self, name, rounds):
        """Two per cent of the lines come later: a run on all of them, and one that adds them to the run on the others."""
        runs, files = self.runs(name + "-grown"), [self.folder / f"{name}-{part}.csv" for part in ("old", "new")]
        if not all(file.exists() for file in files):
            subprocess.run([self.a.python, str(self.peers / "lines.py"), str(self.folder / f"{name}.parquet"),
                            *map(str, files), "--split", "0.98"], check=True, stdout=sys.stderr)
        shutil.rmtree(runs, ignore_errors=True)
        self.ours("features", "--data", str(files[0]), output=runs)
        base = (runs / "latest").resolve()
        for number in range(1, rounds + 1):
            made = []
            for contest, options in (("all files", ["--data", *map(str, files)]),
                                     ("--append-to", ["--data", str(files[1]), "--append-to", str(base)])):
                values = self.ours("features", *options, output=runs)
                run = (runs / "latest").resolve()
                self.note(f"grown@{name}", contest, number, self.rows(run), values)
                made.append([hashlib.sha256((run / "data" / f).read_bytes()).hexdigest() for f in FILES])
                shutil.rmtree(run)
            if made[0] != made[1]:
                sys.exit("adding lines to a run made other artefacts")

    def real(self, rounds):
        """The real CSV to stored features, checks included."""
        runs = self.runs("orders")
        for number in range(1, rounds + 1):
            shutil.rmtree(runs, ignore_errors=True)
            values = self.ours("features", "--data", str(self.folder / "orders.csv"), output=runs)
            self.note("csv", OURS, number, 541_909, values)

    @staticmethod
    def rows(run):
        return json.loads((run / "metrics.json").read_text())["data"]["cleaned_rows"]


# MARK: the report


def report(log, threads):
    """Markdown of all contests on lines; empty where none was run."""
    of = lambda contest, contender: [l for l in log if l["contest"] == contest and l["contender"] == contender]
    rows = []
    any_net = any(of(f"features@{name}", NET) for name in SIZES)
    for name in SIZES:
        contest = f"features@{name}"
        ours, peers = of(contest, OURS), of(contest, PEER)
        if not ours:
            continue
        ratio = [a["seconds"] / b["seconds"] for a, b in zip(ours, peers)]
        memory = median([l["peak_mb"] for l in ours]) / median([l["peak_mb"] for l in peers])
        clean, net = of(f"clean@{name}", OURS), of(contest, NET)
        rows.append(
            f"| {ours[0]['rows']:,} | {clean[0]['seconds']:.2f} | {spread([l['seconds'] for l in ours], 2)} | "
            f"{spread([l['seconds'] for l in peers], 2)} | {spread(ratio, 3)} | "
            f"{median([l['peak_mb'] for l in ours]):.0f} | {median([l['peak_mb'] for l in peers]):.0f} | {memory:.2f} |"
            + (f" {spread([l['seconds'] for l in net], 2) if net else ''} |" if any_net else "") + "\n")
    if not rows:
        return ""
    date = [l["date"] for l in log if l["contest"].startswith("features@")][-1]
    text = ("### Order lines to 33 features at 13 snapshots\n\n"
            f"Parquet to Parquet, {threads} threads, whole processes, {date}. DuckDB runs one statement "
            "(`peers/features.sql`); ours also writes a run with its checks, and the results agree to 1e-9. The first "
            "column of seconds is what reading, checking and cleaning the lines takes before"
            + (", the last what ours takes net of returns, as it does by default and DuckDB's statement does not"
               if any_net else "") + ".\n\n"
            "| lines | clean, s | retention-fast, s | DuckDB, s | times DuckDB's | MB | DuckDB's MB | times DuckDB's |"
            + (" net, s |" if any_net else "") + "\n" + "|---" * (9 if any_net else 8) + "|\n" + "".join(rows) + "\n")
    bounded = [l for l in log if l["contest"].startswith("memory@")]
    if bounded:
        text += "From order lines to features in one go, with memory bounded; the artefacts are the same:\n\n"
        text += "| lines | | seconds | MB |\n|---|---|---|---|\n"
        text += "".join(f"| {l['rows']:,} | {l['contender']} | {l['seconds']:.1f} | {l['peak_mb']:.0f} |\n" for l in bounded)
        text += "\n"
    grown = [l for l in log if l["contest"].startswith("grown@")]
    if grown:
        text += ("The same lines as two CSV files, the second with the last 2 %, to features: both files at once, and the "
                 "second added to a run on the first; the artefacts are the same:\n\n"
                 "| lines | | seconds | of it ingest | MB |\n|---|---|---|---|---|\n")
        for contest in ("all files", "--append-to"):
            of_contest = [l for l in grown if l["contender"] == contest]
            ingest = [l["timings"]["ingest"] for l in of_contest]
            text += (f"| {of_contest[0]['rows']:,} | {contest} | {spread([l['seconds'] for l in of_contest], 1)} | "
                     f"{median(ingest):.1f} | {median([l['peak_mb'] for l in of_contest]):.0f} |\n")
        text += "\n"
    csv = of("csv", OURS)
    if csv:
        text += (f"Online Retail, CSV of 541,909 lines to checked, cleaned and stored features: "
                 f"{spread([l['seconds'] for l in csv], 2)} s, {median([l['peak_mb'] for l in csv]):.0f} MB.\n\n")
    return text
