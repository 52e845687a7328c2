"""The whole `train` beside a notebook's work: from a CSV of order lines to scores, a plan and files, as whole processes.

`run.py` runs these contests with the others. The shops are those of `retention-fast generate`, and Online Retail.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
from statistics import median

from common import OURS, spread, unpack, watched

HERE = pathlib.Path(__file__).resolve().parent
#: Name of a shop: customers of `generate`, about 15 lines each.
SIZES = {"shop_100000": 6_600, "shop_1000000": 66_000, "shop_10000000": 600_000}
REAL = "online_retail"
#: A round on the largest shop takes half an hour or more.
LARGE, LARGE_ROUNDS = "shop_10000000", 1
#: The notebook with our number and size of trees, with LightGBM's defaults, and with our limits to training rows too.
NOTEBOOK, DEFAULTS, SAMPLED = "notebook", "notebook-defaults", "notebook-sampled"
PEERS = [NOTEBOOK, DEFAULTS, SAMPLED]
#: Rows that our folds of lifetime value are made of, roughly, at most (`ValueRows.outOfFoldRows`, no setting).
FOLD_ROWS = 60_000
#: Draws of customers for an interval of the ratio of errors.
RESAMPLES = 500
#: What the stages of ours are, in the steps of the notebook.
STEPS = {
    "clean": ["ingest", "validate", "clean"], "features": ["features"], "segments": ["segment"], "churn": ["churn"],
    "value": ["clv"], "rest": ["next_order", "allocate", "scores", "report"],
}


# MARK: scores


def test_rows(path, stage=None):
    """{customer: (label, prediction, baseline)} of one test."""
    import pyarrow.parquet as pq

    rows = pq.read_table(path).to_pydict()
    wanted = range(len(rows["customer_id"]))
    if stage:
        wanted = [i for i in wanted if rows["stage"][i] == stage]
    baseline = rows.get("baseline") or rows["prediction"]
    return {rows["customer_id"][i]: (rows["label"][i], rows["prediction"][i], baseline[i]) for i in wanted}


def scored(ours, theirs, stage):
    """Both on the customers whom both tested, by our labels, which are net of returns; and how many labels differ."""
    import numpy as np

    sys.path.insert(0, str(HERE / "peers"))
    import contest

    shared = sorted(ours.keys() & theirs.keys())
    labels, own, baseline = (np.array(values) for values in zip(*(ours[c] for c in shared)))
    other, predictions = (np.array([theirs[c][i] for c in shared]) for i in (0, 1))
    counts = {"tested": len(shared), "only_ours": len(ours) - len(shared), "only_theirs": len(theirs) - len(shared)}
    if stage == "churn":
        return counts | {
            "ours": contest.scores(own, labels)["auc"], "theirs": contest.scores(predictions, labels)["auc"],
            "labels_differ": int((labels != other).sum())}
    error = lambda values: float(np.sqrt(((values - labels) ** 2).mean()))
    # A few large customers carry most of the error: what the ratio is with others drawn in their place.
    random, squares = np.random.default_rng(0), [(values - labels) ** 2 for values in (own, predictions)]
    draws = (np.bincount(random.integers(0, len(labels), len(labels)), minlength=len(labels)) for _ in range(RESAMPLES))
    drawn = [np.sqrt((squares[0] @ draw) / (squares[1] @ draw)) for draw in draws]
    return counts | {"ours": error(own), "theirs": error(predictions), "baseline": error(baseline),
                     "ratio_low_high": [float(v) for v in np.quantile(drawn, [0.025, 0.975])],
                     "labels_differ": int((np.abs(labels - other) > 0.005).sum())}


# MARK: contests


class Trains:
    """Runs the contests; `log` gets a line a run."""

    def __init__(self, arguments, folder, log):
        self.a, self.folder, self.log = arguments, folder, log
        self.cpus = set(sorted(os.sched_getaffinity(0))[: arguments.threads])
        self.settings = folder / "settings.json"

    def make(self, name, orders):
        """The shop's CSV, made where it is not there yet; nil for a real one that is not there."""
        file = self.folder / f"{name}.csv"
        if file.exists():
            return file
        if name == REAL:
            if not orders.exists():
                return None
            unpack(orders, file)
        else:
            subprocess.run([self.a.program, "generate", "--customers", str(SIZES[name]), "--to", str(file), "--quiet"],
                           check=True)
        return file

    def ours(self, source, runs, *options):
        """A run, and its folder; the runs before it are removed."""
        shutil.rmtree(runs, ignore_errors=True)
        values, text = watched(
            [self.a.program, "train", "--data", source, "--output", runs, "--threads", self.a.threads, "--json",
             *options], self.cpus)
        run = (runs / "latest").resolve()
        metrics = json.loads((run / "metrics.json").read_text())
        return values | {"cleaned_rows": metrics["data"]["cleaned_rows"], "timings": metrics["timings_s"]}, run

    def notebook(self, contender, source, out):
        shutil.rmtree(out, ignore_errors=True)
        settings = json.loads(self.settings.read_text())
        options = ["--trees", "defaults" if contender == DEFAULTS else "ours"]
        if contender == SAMPLED:
            options += ["--max-rows", settings["models.max_training_rows"], "--max-fold-rows", FOLD_ROWS]
        values, text = watched(
            [self.a.python, HERE / "peers/notebook.py", source, out, "--settings", self.settings, "--threads",
             self.a.threads, *options], self.cpus, self.a.threads)
        return values | json.loads(text.strip().splitlines()[-1])

    def note(self, contest, contender, number, values):
        line = {"contest": contest, "contender": contender, "round": number, "threads": self.a.threads,
                "load": round(os.getloadavg()[0], 2), "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), **values}
        self.log.append(line)

    @staticmethod
    def say(contest, contender, number, values):
        print(f"{contest:24} round {number}  {contender:20} {values['seconds']:9.2f} s  "
              f"{values['cpu_seconds']:9.2f} CPU s  {values['peak_mb']:7.0f} MB", file=sys.stderr, flush=True)

    def whole(self, name, orders, rounds):
        """Ours and the notebooks, on one shop."""
        source = self.make(name, orders)
        if source is None:
            return
        self.settings.write_text(subprocess.run(
            [self.a.program, "config", "show", "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout)
        runs, contenders = self.folder / "runs" / name, [OURS, *PEERS]
        with open(source, "rb") as file:
            lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
        for number in range(1, rounds + 1):
            turn, made = (number - 1) % len(contenders), {}
            for contender in contenders[turn:] + contenders[:turn]:
                if contender == OURS:
                    made[OURS], run = self.ours(source, runs / "ours")
                else:
                    made[contender] = self.notebook(contender, source, runs / contender)
                self.say(f"train@{name}", contender, number, made[contender])
            for contender, values in made.items():
                if contender != OURS:
                    values |= self.compared(made[OURS], values, run, runs / contender)
                self.note(f"train@{name}", contender, number, values | {"lines": lines})

    @staticmethod
    def compared(ours, theirs, run, out):
        """Scores of both on the same customers; ends where the two did not begin with the same rows and snapshots."""
        if ours["cleaned_rows"] != theirs["cleaned_rows"]:
            sys.exit(f"ours kept {ours['cleaned_rows']} lines, the notebook {theirs['cleaned_rows']}")
        metrics, scores = json.loads((run / "metrics.json").read_text()), {}
        for stage in ("churn", "clv"):
            snapshots = [report[stage]["test_snapshot"] for report in (metrics, theirs)]
            if snapshots[0] != snapshots[1]:
                sys.exit(f"{stage}: ours is tested at {snapshots[0]}, the notebook at {snapshots[1]}")
            scores[f"{stage}_test"] = scored(
                test_rows(run / "predictions/test_predictions.parquet", stage), test_rows(out / f"test_{stage}.parquet"),
                stage)
        return scores

    def sampled(self, source):
        """Ours as it is, and with models that learn from all rows: both must have tested the same rows."""
        tests = {}
        for contender, options in ((OURS, []), ("all rows", ["--set", "models.max_training_rows=null"])):
            values, run = self.ours(source, self.folder / "runs/sampled", *options)
            self.say("sampled", contender, 1, values)
            metrics = json.loads((run / "metrics.json").read_text())
            tests[contender] = {stage: test_rows(run / "predictions/test_predictions.parquet", stage)
                                for stage in ("churn", "clv")}
            self.note("sampled", contender, 1, values | {
                "churn_auc": metrics["churn"]["auc"], "churn_share": metrics["churn"]["training_share"],
                "clv_rmse": metrics["clv"]["rmse"], "clv_mae": metrics["clv"]["mae"],
                "clv_share": metrics["clv"]["training_share"]})
        for stage in ("churn", "clv"):
            one, other = tests[OURS][stage], tests["all rows"][stage]
            if one.keys() != other.keys() or any(one[c][0] != other[c][0] for c in one):
                sys.exit(f"sampled: the test rows of {stage} differ")
            self.log[-1][f"{stage}_tested"] = len(one)


# MARK: the report


def of(log, contest, contender):
    return {l["round"]: l for l in log if l["contest"] == contest and l["contender"] == contender}


def ratios(log, contest, peer, key):
    """Ours over the peer's, by round."""
    ours, theirs = of(log, contest, OURS), of(log, contest, peer)
    return [ours[n][key] / theirs[n][key] for n in sorted(ours.keys() & theirs.keys())]


def least(log, contest, contender):
    """CPU seconds without most of what other work on the machine adds to them."""
    return min(line["cpu_seconds"] for line in of(log, contest, contender).values())


def contests(log):
    names = [f"train@{name}" for name in [REAL, *SIZES]]
    return [name for name in names if of(log, name, OURS) and of(log, name, NOTEBOOK)]


def steps(line):
    """Seconds by step, what ours calls otherwise included."""
    if "timings" in line:
        return {step: sum(line["timings"].get(stage, 0) for stage in stages) for step, stages in STEPS.items()}
    known = {step: seconds for step, (seconds, _) in line["steps"].items()}
    known["value"] += known.pop("bgnbd")
    known["rest"] = known.pop("write")
    return known


def report(log):
    """Markdown of all contests of `train`; empty where none was run."""
    text = ""
    for contest in contests(log):
        ours = list(of(log, contest, OURS).values())
        text += f"### The whole train: {contest.partition('@')[2].replace('_', ' ')}, {ours[-1]['lines']:,} lines\n\n"
        text += (f"CSV to a published run, whole processes, {ours[-1]['threads']} threads, rounds: {len(ours)}, "
                 f"{ours[-1]['date']}. "
                 "Scores are on the customers whom both tested, by our labels. Ratios are ours over theirs: of seconds in "
                 "one round, of CPU seconds of the least of the rounds.\n\n")
        text += ("| contender | seconds | CPU seconds | MB | ours / theirs: seconds | CPU seconds | churn AUC (ours there) | "
                 "value RMSE (ours there; over theirs, 95 %) |\n|---|---|---|---|---|---|---|---|\n")
        for contender in [OURS, *PEERS]:
            lines = list(of(log, contest, contender).values())
            if not lines:
                continue
            cells = [f"**{contender}**" if contender == OURS else contender, spread([l["seconds"] for l in lines], 1),
                     f"{least(log, contest, contender):.1f}", f"{median([l['peak_mb'] for l in lines]):.0f}"]
            if contender == OURS:
                cells += ["", "", "", ""]
            else:
                churn, value = lines[-1]["churn_test"], lines[-1]["clv_test"]
                low, high = value["ratio_low_high"]
                cells += [spread(ratios(log, contest, contender, "seconds"), 3),
                          f"{least(log, contest, OURS) / least(log, contest, contender):.3f}",
                          f"{churn['theirs']:.4f} ({churn['ours']:.4f})",
                          f"{value['theirs']:.1f} ({value['ours']:.1f}; {low:.3f} to {high:.3f})"]
            text += "| " + " | ".join(cells) + " |\n"
        text += "\n| seconds in | " + " | ".join(STEPS) + " |\n|---|" + "---|" * len(STEPS) + "\n"
        for contender in [OURS, *PEERS]:
            lines = list(of(log, contest, contender).values())
            if lines:
                known = [steps(line) for line in lines]
                text += f"| {contender} | " + " | ".join(f"{median([k[s] for k in known]):.1f}" for s in STEPS) + " |\n"
        line = next(iter(of(log, contest, NOTEBOOK).values()))
        churn, value = line["churn_test"], line["clv_test"]
        text += (f"\nTested: {churn['tested']:,} customers for churn ({churn['labels_differ']} labels differ, "
                 f"{churn['only_ours']} customers only in ours, {churn['only_theirs']} only in the notebook's) and "
                 f"{value['tested']:,} for value ({value['labels_differ']} differ, {value['only_ours']} and "
                 f"{value['only_theirs']}; net spend as before has RMSE {value['baseline']:.1f}). The notebook learned "
                 f"churn from {line['churn']['training_rows']:,} rows in {line['churn']['fits']} fits, and value from "
                 f"{line['clv']['training_rows']:,} in {line['clv']['fits']}.\n\n")
    return text + sampled_report(log)


def sampled_report(log):
    runs = [next(iter(of(log, "sampled", name).values()), None) for name in (OURS, "all rows")]
    if None in runs:
        return ""
    some, every = runs
    text = ("### Models of a sample beside models of all rows\n\n"
            f"`train` on {some['cleaned_rows']:,} cleaned lines, {some['date']}; the test rows are the same "
            f"({every['churn_tested']:,} customers for churn, {every['clv_tested']:,} for value).\n\n"
            "| learned from | share of customers: churn, value | seconds | CPU seconds | MB | churn AUC | value RMSE | "
            "value MAE |\n|---|---|---|---|---|---|---|---|\n")
    for name, line in (("a sample (default)", some), ("all rows", every)):
        text += (f"| {name} | {line['churn_share']:.3f}, {line['clv_share']:.3f} | {line['seconds']:.1f} | "
                 f"{line['cpu_seconds']:.1f} | {line['peak_mb']:.0f} | {line['churn_auc']:.4f} | {line['clv_rmse']:.2f} | "
                 f"{line['clv_mae']:.2f} |\n")
    return text + (f"\nThe sample's AUC is higher by {some['churn_auc'] - every['churn_auc']:+.4f}, its RMSE is "
                   f"{some['clv_rmse'] / every['clv_rmse']:.4f} times as large.\n\n")


def lost(log):
    """Every contest in which a notebook was faster, or predicted better, in the median of the rounds."""
    sentences = []
    for contest in contests(log):
        for peer in PEERS:
            if not of(log, contest, peer):
                continue
            times = [("time", median(ratios(log, contest, peer, "seconds"))),
                     ("CPU time", least(log, contest, OURS) / least(log, contest, peer)),
                     ("memory", median(ratios(log, contest, peer, "peak_mb")))]
            for what, ratio in times:
                if ratio > 1:
                    sentences.append(f"- {contest}: {peer} takes less {what}; ours takes {ratio:.2f} times as much.\n")
            line = list(of(log, contest, peer).values())[-1]
            churn, value = line["churn_test"], line["clv_test"]
            if churn["ours"] < churn["theirs"]:
                sentences.append(
                    f"- {contest}: {peer}'s AUC of churn is higher, {churn['theirs']:.4f} to {churn['ours']:.4f}.\n")
            if value["ours"] > value["theirs"]:
                low, high = value["ratio_low_high"]
                chance = "which other customers could turn round" if low < 1 else "more than chance"
                sentences.append(
                    f"- {contest}: {peer}'s RMSE of value is lower, {value['theirs']:.1f} to {value['ours']:.1f}, {chance} "
                    f"(ours over theirs: {low:.3f} to {high:.3f}).\n")
    return "".join(sentences)
