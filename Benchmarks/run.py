#!/usr/bin/env python3
"""Runs ours and the peers in turn, several rounds in one go, and writes what came out.

Each contender is a process of its own that reads the same table and times itself, from the matrix in memory to the
model. A round runs every contender once, beginning with another one each time; ratios are taken within a round, for a
machine drifts. The table goes to RESULTS.md, every single run to results.jsonl beside it.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

import lines
import train
from common import OURS, spread, thread_limits

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


class Contest:
    """One table of the report: who takes part, on which table, and which number is compared."""

    def __init__(self, name, title, table, task, peers, ours=(), clock="fit_seconds", quality=(), options=()):
        self.name, self.title, self.table, self.task = name, title, table, task
        self.peers, self.ours, self.clock, self.quality, self.options = peers, ours, clock, quality, options


CHURN = ("auc", "log_loss")
CONTESTS = [
    Contest("gbdt", "Gradient-boosted trees: fit", "gbdt", "gbdt", [
        "lightgbm-quantised", "lightgbm-quantised-row-wise", "lightgbm", "lightgbm-row-wise", "xgboost", "catboost",
        "scikit-learn"], quality=CHURN),
    Contest("predict", "Gradient-boosted trees: prediction of the holdout", "gbdt", "predict",
            ["catboost", "xgboost", "lightgbm"], clock="predict_seconds", quality=CHURN),
    Contest("kmeans", "K-Means, 8 clusters, the same start, to convergence", "kmeans", "kmeans",
            ["scikit-learn", "scikit-learn-intelex", "faiss"], quality=("inertia", "iterations")),
    Contest("logistic", "Logistic regression, ridge, gradient to 1e-6", "logistic", "logistic", [
        "scikit-learn-intelex:float64", "scikit-learn-intelex:float32", "scikit-learn-lbfgs:float64",
        "scikit-learn-newton-cholesky:float32", "glum:float32"], quality=("objective", "gradient", "auc")),
    Contest("auto-k", "Choice of 3 to 8 clusters, 10 starts each, with silhouettes", "auto_k", "auto-k",
            ["scikit-learn"], quality=("silhouettes",)),
    Contest("retail", "Online Retail: trees on the real features of customers", "retail", "gbdt",
            ["lightgbm-quantised", "lightgbm", "xgboost", "catboost", "scikit-learn"], quality=CHURN),
    Contest("retail-logistic", "Online Retail: logistic regression on the real features", "retail_logistic", "logistic",
            ["scikit-learn-intelex:float64", "scikit-learn-lbfgs:float64", "scikit-learn-newton-cholesky:float64"],
            quality=("objective", "gradient", "auc")),
]


# MARK: running


class Runner:
    def __init__(self, arguments):
        self.a = arguments
        self.data = pathlib.Path(arguments.tables)
        listing = self.data / "tables.json"
        self.tables = json.loads(listing.read_text()) if listing.exists() else {}
        self.log = []

    def command(self, contest, contender, threads):
        table = contest.table
        more = ["--data", str(self.data / f"{table}.parquet"), "--threads", str(threads)]
        if self.tables[table]["holdout"]:
            more += ["--holdout-rows", str(self.tables[table]["holdout"])]
        models = self.data / "models" / f"{table}-{threads}"
        if contest.task == "kmeans":
            more += ["--start", str(self.data / "kmeans_start.parquet")]
        if contender == OURS:
            if contest.task == "predict":
                model = models / "retention-fast.txt"
                if model.exists():
                    more += ["--load-model", str(model)]
                else:
                    models.mkdir(parents=True, exist_ok=True)
                    more += ["--save-model", str(model)]
            return [self.a.program, "bench", contest.task, "--json", *more]
        name, _, precision = contender.partition(":")
        if precision:
            more += ["--precision", precision]
        if contest.task == "predict":
            more += ["--models", str(models)]
        return [self.a.python, str(HERE / "peers" / (contest.task.replace("-", "_") + ".py")), name, *more]

    def once(self, contest, contender, threads, number):
        cores = sorted(os.sched_getaffinity(0))[:threads]
        done = subprocess.run(
            self.command(contest, contender, threads), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | thread_limits(threads), preexec_fn=lambda: os.sched_setaffinity(0, cores))
        if done.returncode:
            sys.exit(f"{contest.name}, {contender}: ended with {done.returncode}\n{done.stderr[-2000:]}")
        line = json.loads(done.stdout.strip().splitlines()[-1])
        line |= {"contest": contest.name, "contender": contender, "round": number, "load": round(os.getloadavg()[0], 2)}
        line["data"] = contest.table
        line["date"] = f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC"
        self.log.append(line)
        print(f"{contest.name:16} round {number}  {contender:32} {line[contest.clock]:9.4f} s", file=sys.stderr)

    def contest(self, contest, rounds, threads):
        contenders = [OURS, *contest.peers]
        if contest.task == "predict":  # the models are learned once, and not counted
            for contender in contenders:
                self.once(contest, contender, threads, 0)
        for number in range(1, rounds + 1):
            turn = (number - 1) % len(contenders)
            for contender in contenders[turn:] + contenders[:turn]:
                self.once(contest, contender, threads, number)


# MARK: the report


def number(value):
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v:.4f}" for k, v in value.items())
    return f"{value:.1e}" if isinstance(value, float) and 0 < abs(value) < 1e-3 else (
        f"{value:.7g}" if isinstance(value, float) else str(value))


def by_contender(log, contest):
    runs = {}
    for line in log:
        if line["contest"] == contest.name and line["round"] > 0:
            runs.setdefault(line["contender"], {})[line["round"]] = line
    return runs


def fastest_peer(runs, clock):
    peers = {name: statistics.median(line[clock] for line in lines.values())
             for name, lines in runs.items() if name != OURS}
    return min(peers, key=peers.get)


def ratios(runs, contender, reference, clock):
    """Seconds over those of the reference in the same round."""
    return [line[clock] / runs[reference][n][clock] for n, line in sorted(runs[contender].items())]


def table(log, contest, threads):
    runs = by_contender(log, contest)
    best = fastest_peer(runs, contest.clock)
    line = next(iter(runs[OURS].values()))
    quality = [q for q in contest.quality if any(q in r for lines in runs.values() for r in lines.values())]
    memory = contest.clock == "fit_seconds"
    heads = ["contender", "seconds: min / median / max", f"times {best}'s: min / median / max", *quality]
    heads += ["CPU seconds", "MB above input"] if memory else []
    rows = []
    for name in sorted(runs, key=lambda n: statistics.median(r[contest.clock] for r in runs[n].values())):
        lines = list(runs[name].values())
        seconds = [r[contest.clock] for r in lines]
        cells = [f"**{name}**" if name == OURS else name, spread(seconds, 4 if min(seconds) < 0.1 else 3),
                 spread(ratios(runs, name, best, contest.clock), 2)]
        cells += [number(lines[-1][q]) if q in lines[-1] else "" for q in quality]
        cells += [f"{min(r['cpu_seconds'] for r in lines):.3f}"] if memory else []
        cells += [f"{statistics.median(r['memory_above_input_mb'] for r in lines):.0f}"] if memory else []
        rows.append(cells)
    text = f"### {contest.title}\n\n"
    date = f", {line['date']}" if "date" in line else ""
    text += f"{line['rows']:,} × {line['features']}, {threads} threads, rounds: {len(runs[OURS])}{date}.\n\n"
    text += "| " + " | ".join(heads) + " |\n|" + "---|" * len(heads) + "\n"
    return text + "".join("| " + " | ".join(cells) + " |\n" for cells in rows)


def lost(log, contests):
    """Every comparison in which a peer was faster, in the median of the rounds."""
    sentences = []
    for contest in contests:
        runs = by_contender(log, contest)
        for name in runs:
            ratio = statistics.median(ratios(runs, OURS, name, contest.clock)) if name != OURS else 0
            if ratio > 1:
                sentences.append(f"- {contest.title}: {name} is faster; ours takes {ratio:.2f} times as long.")
    return "\n".join(sentences)


def growth(log, contests):
    rows = []
    for contest, threads in contests:
        runs = by_contender(log, contest)
        line = next(iter(runs[OURS].values()))
        peer = contest.peers[0]
        medians = [statistics.median(r["fit_seconds"] for r in runs[name].values()) for name in (OURS, peer)]
        rows.append(f"| {line['rows']:,} | {line['features']} | {threads} | {medians[0]:.3f} | {medians[1]:.3f} | "
                    f"{spread(ratios(runs, OURS, peer, 'fit_seconds'), 2)} |\n")
    return ("### How the cost of trees grows\n\nMedian seconds of a fit of 100 trees, beside LightGBM quantised.\n\n"
            "| rows | features | threads | retention-fast | LightGBM | ratio: min / median / max |\n|---|---|---|---|---|---|\n"
            + "".join(rows))


def capture(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT).stdout.strip()
    except OSError:
        return ""


def machine(arguments):
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    memory = int(next(l.split()[1] for l in open("/proc/meminfo"))) / 1e6
    wanted = (HERE / "peers/requirements.txt").read_text().split()
    # The environment has no pip of its own.
    frozen = capture(arguments.python, "-c", "import importlib.metadata as m\n"
                     "for d in m.distributions(): print(d.name + '==' + d.version)").splitlines()
    versions = sorted(l.lower() for l in frozen if l.split("==")[0].lower() in {w.split("==")[0] for w in wanted})
    commit = capture("git", "rev-parse", "--short", "HEAD") + ("+" if capture("git", "status", "--porcelain") else "")
    return [
        f"- date: {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC",
        f"- machine: {cpu}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()}",
        f"- retention-fast {capture(arguments.program, '--version').split()[-1]}, commit {commit}",
        f"- peers: {', '.join(v.replace('==', ' ') for v in versions)}; Python {capture(arguments.python, '--version').split()[-1]}",
    ]


def report(runner, contests, sizes, arguments):
    loads = [line["load"] for line in runner.log]
    text = "# Results\n\nWritten by `Benchmarks/run.py`; every single run stands in `results.jsonl`.\n"
    text += "[README.md](README.md) says what is compared and how.\n\n"
    text += "\n".join(machine(arguments)) + "\n"
    text += f"- load average while it ran: {min(loads):.1f} to {max(loads):.1f}"
    busy = max(loads) > arguments.threads + 1
    text += "; **other work ran at the same time, so do not quote these figures**\n\n" if busy else "\n\n"
    if arguments.quick:
        text += "**A quick run on small tables: it shows that everything works, and no figures.**\n\n"
    for contest in contests:
        text += table(runner.log, contest, arguments.threads) + "\n"
    if sizes:
        text += growth(runner.log, sizes) + "\n"
    text += lines.report(runner.log, arguments.threads)
    text += train.report(runner.log)
    behind = [part for part in (lost(runner.log, contests), train.lost(runner.log).rstrip()) if part]
    return text + "### What we lose\n\n" + ("\n".join(behind) or "Nothing in this run.") + "\n"


# MARK: command line


def make_tables(arguments):
    """Makes what is not there yet. Real orders are read where they are found."""
    folder = pathlib.Path(arguments.tables)
    generate = [arguments.python, str(HERE / "generate.py"), "--to", str(folder)]
    rows, holdout = (20_000, 4_000) if arguments.quick else (1_000_000, 200_000)
    known = json.loads((folder / "tables.json").read_text()) if (folder / "tables.json").exists() else {}
    if not {"gbdt", "logistic", "kmeans", "auto_k", "kmeans_start"} <= known.keys():
        subprocess.run([*generate, "--rows", str(rows), "--holdout", str(holdout)], check=True, stdout=sys.stderr)
    if arguments.scaling and "gbdt_10000x33" not in known:
        size = ["--rows", "5000"] if arguments.quick else []
        subprocess.run([*generate, "--scaling", *size], check=True, stdout=sys.stderr)
    orders = orders_file()
    if "retail" not in known and orders.exists():
        runs = folder / "runs"
        for command in (["clean", "--data", str(orders)], ["features"]):
            subprocess.run([arguments.program, *command, "--output", str(runs), "--quiet"], check=True, stdout=sys.stderr)
        subprocess.run([*generate, "--retail", str(runs / "latest")], check=True, stdout=sys.stderr)


def orders_file():
    return pathlib.Path(os.environ.get("RETENTION_REAL_DATA", ROOT / "../shared/data")) / "online_retail.csv.zst"


def run_lines(runner, arguments):
    """The data engine: sizes in turn, then memory, then the real file."""
    folder = pathlib.Path(arguments.tables)
    folder.mkdir(parents=True, exist_ok=True)
    sizes = list(lines.SIZES)[:1] if arguments.quick else list(lines.SIZES)
    lines.make(arguments.python, HERE / "peers", orders_file(), folder, sizes)
    engine = lines.Engine(arguments, folder, runner.log)
    for name in sizes:
        engine.features(name, arguments.rounds)
    engine.bounded(sizes[-1])
    engine.grown(sizes[-1], min(3, arguments.rounds))
    engine.real(arguments.rounds)


def run_train(runner, arguments):
    """The whole program beside a notebook, on real orders and on growing shops; and samples beside all rows."""
    folder = pathlib.Path(arguments.tables)
    folder.mkdir(parents=True, exist_ok=True)
    trains = train.Trains(arguments, folder, runner.log)
    if arguments.train:
        for name in arguments.shops:
            trains.whole(name, orders_file(), min(arguments.rounds, train.LARGE_ROUNDS)
                         if name == train.LARGE else arguments.rounds)
    if arguments.sampled:
        trains.sampled(trains.make(list(train.SIZES)[0] if arguments.quick else train.LARGE, orders_file()))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ", ".join([c.name for c in CONTESTS] + ["lines", "train", "sampled"])
    shops = [train.REAL, *train.SIZES]
    parser.add_argument("--only", help=f"some of {names}, by commas; or none")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count()))
    parser.add_argument("--scaling", action="store_true", help="also cost over rows, features and threads (3 rounds)")
    parser.add_argument("--keep", action="store_true", help="keep the results of contests that are not run again")
    parser.add_argument("--shops", help=f"of train, some of {', '.join(shops)}, by commas")
    parser.add_argument("--quick", action="store_true", help="small tables, one round: a smoke test")
    parser.add_argument("--tables", help="folder of the tables (.deps/bench, or .deps/bench-quick)")
    parser.add_argument("--results", help="folder to write into (Benchmarks; the folder of the tables with --quick)")
    parser.add_argument("--python", default=str(ROOT / ".deps/peers/bin/python"), help="with the peers installed")
    parser.add_argument("--program", default=str(ROOT / ".build/release/retention-fast"))
    arguments = parser.parse_args()
    arguments.tables = arguments.tables or str(ROOT / ".deps" / ("bench-quick" if arguments.quick else "bench"))
    arguments.results = arguments.results or (arguments.tables if arguments.quick else str(HERE))
    arguments.rounds = 1 if arguments.quick else arguments.rounds
    wanted = arguments.only.split(",") if arguments.only else [c.name for c in CONTESTS] + ["lines", "train"]
    wanted = [] if wanted == ["none"] else wanted
    arguments.lines, arguments.train, arguments.sampled = (n in wanted for n in ("lines", "train", "sampled"))
    unknown = set(wanted) - {c.name for c in CONTESTS} - {"lines", "train", "sampled"}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known are {names}")
    arguments.shops = arguments.shops.split(",") if arguments.shops else shops[1:2] if arguments.quick else shops
    if not set(arguments.shops) <= set(shops):
        parser.error(f"unknown shops: {', '.join(sorted(set(arguments.shops) - set(shops)))}")
    return arguments, [c for c in CONTESTS if c.name in wanted]


def scaling(runner, arguments):
    """Fits over rows, features and threads."""
    for name in sorted((n for n in runner.tables if n.startswith("gbdt_")), key=lambda n: runner.tables[n]["rows"]):
        for threads in (1, 2) if name.endswith("x33") and os.cpu_count() > 1 else (arguments.threads,):
            yield Contest(f"{name}@{threads}", name, name, "gbdt", ["lightgbm-quantised"]), threads


def scaled(log):
    """The contests of `scaling` in the log, also those of an earlier session whose tables are gone."""
    lines = {l["contest"]: l for l in log if l["contest"].startswith("gbdt_") and "rows" in l}
    order = sorted(lines, key=lambda name: (lines[name]["rows"], lines[name]["features"], name))
    return [(Contest(name, name.split("@")[0], name, "gbdt", ["lightgbm-quantised"]), int(name.split("@")[1]))
            for name in order]


def main():
    arguments, contests = parse()
    if contests or arguments.scaling:
        make_tables(arguments)
    runner = Runner(arguments)
    contests = [c for c in contests if c.table in runner.tables]
    for contest in contests:
        runner.contest(contest, arguments.rounds, arguments.threads)
    if arguments.scaling:
        for contest, threads in scaling(runner, arguments):
            runner.contest(contest, min(3, arguments.rounds), threads)
    if arguments.lines and orders_file().exists():
        run_lines(runner, arguments)
    if arguments.train or arguments.sampled:
        run_train(runner, arguments)
    results = pathlib.Path(arguments.results)
    if arguments.keep and (results / "results.jsonl").exists():
        again = {line["contest"] for line in runner.log}
        old = [json.loads(line) for line in (results / "results.jsonl").read_text().splitlines()]
        runner.log += [line for line in old if line["contest"] not in again]
    done = {line["contest"] for line in runner.log}
    contests = [c for c in CONTESTS if c.name in done]
    sizes = scaled(runner.log)
    text = report(runner, contests, sizes, arguments)
    results.mkdir(parents=True, exist_ok=True)
    (results / "RESULTS.md").write_text(text)
    (results / "results.jsonl").write_text("".join(json.dumps(line) + "\n" for line in runner.log))
    print(text)


if __name__ == "__main__":
    main()
