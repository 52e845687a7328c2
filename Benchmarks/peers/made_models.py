"""Rows and models for the checks of file formats: every objective, missing values, zeros, categories, odd values."""

import subprocess
from pathlib import Path

import lightgbm
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/retention-fast"
FOLDER = ROOT / ".deps/model-checks/files"
NAMES = ["amount", "gaps", "zeros", "colour", "region", "noise", "share", "count"]
CATEGORICAL = ["colour", "region"]
OBJECTIVES = {
    "logistic": {"objective": "binary"},
    "l2": {"objective": "regression"},
    "quantile": {"objective": "quantile", "alpha": 0.5},
    "tweedie": {"objective": "tweedie", "tweedie_variance_power": 1.5},
}
ROWS = 10_000
TREES, LEAVES = 100, 31
LIMIT = 1e-6


def features(random, rows):
    x = np.empty((rows, len(NAMES)), np.float32)
    x[:, 0] = random.lognormal(3, 1, rows)
    x[:, 1] = np.where(random.random(rows) < 0.2, np.nan, random.normal(size=rows))
    x[:, 2] = np.where(random.random(rows) < 0.5, 0, random.normal(size=rows))
    x[:, 3] = random.integers(0, 12, rows)
    x[:, 4] = random.integers(0, 90, rows)
    x[random.random(rows) < 0.1, 4] = np.nan
    x[:, 5] = random.normal(size=rows)
    x[:, 6] = random.beta(2, 3, rows)
    x[:, 7] = random.poisson(3, rows)
    return x


def odd_values(x):
    """What training has not seen: infinities, fractions and signs of categories, missing values in every column."""
    for column in range(x.shape[1]):
        x[column * 20 : column * 20 + 20, column] = [
            *(np.nan, np.inf, -np.inf, 0.0, -0.0, 1e30, -1e30, 1e-40, -1e-40, 1e-36),
            *(-1, -0.5, 0.5, 3.75, 11.9, 31, 32, 89.5, 1000, 3e9),
        ]
    return x


def target(random, x, objective):
    # Shuffled worth of each category, so that sets of them are no ranges.
    colour, region = (np.random.default_rng(seed).permutation(90) for seed in (5, 6))
    place = np.nan_to_num(x[:, 4], nan=89).astype(int)
    signal = np.log(x[:, 0]) / 2 + np.nan_to_num(x[:, 1], nan=1) + colour[x[:, 3].astype(int)] / 30
    signal += region[place] / 45 + x[:, 2] * x[:, 5] - 3.5
    if objective == "logistic":
        return (random.random(len(x)) < 1 / (1 + np.exp(-signal))).astype(np.float32)
    if objective == "tweedie":
        return np.where(random.random(len(x)) < 0.4, 0, np.exp(signal) * random.gamma(2, 50, len(x))).astype(np.float32)
    return (signal + random.normal(size=len(x))).astype(np.float32)


class Case:
    """One objective: rows to learn from, rows to predict, and a model of ours and one of LightGBM's."""

    def __init__(self, objective):
        random = np.random.default_rng(11)
        self.objective = objective
        self.training = features(random, ROWS)
        self.targets = target(random, self.training, objective)
        self.rows = odd_values(features(random, ROWS))
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.table = self.write("rows", self.rows, np.zeros(ROWS, np.float32))
        training = self.write("training", self.training, self.targets)
        self.ours, self.theirs = self.path("ours.txt"), self.path("lightgbm.txt")
        retention_fast(
            "gbdt", "--data", training, "--objective", objective, "--categorical", *CATEGORICAL,
            "--trees", TREES, "--leaves", LEAVES, "--save-model", self.ours,
        )  # fmt: skip
        settings = OBJECTIVES[objective] | {"num_leaves": LEAVES, "seed": 1, "verbose": -1, "num_threads": 2}
        # Of one model zeros are missing values too, which ours never are.
        settings["zero_as_missing"] = objective == "quantile"
        data = lightgbm.Dataset(
            self.training, self.targets, feature_name=NAMES, categorical_feature=CATEGORICAL, free_raw_data=False
        )
        lightgbm.train(settings, data, TREES).save_model(self.theirs)

    def path(self, name):
        return FOLDER / f"{self.objective}_{name}"

    def write(self, name, x, y):
        columns = {feature: x[:, index] for index, feature in enumerate(NAMES)}
        file = self.path(f"{name}.parquet")
        pq.write_table(pa.table(columns | {"label": y}), file)
        return file

    def predict(self, model, onnx=None):
        """Our predictions and contributions, the bias last, by a model file; may write the model as ONNX."""
        predictions, contributions = self.path("predictions.parquet"), self.path("contributions.parquet")
        more = [] if onnx is None else ["--save-onnx", onnx]
        retention_fast(
            "predict", "--data", self.table, "--load-model", model, "--predictions", predictions,
            "--contributions", contributions, *more,
        )  # fmt: skip
        columns = pq.read_table(contributions).columns
        return (
            pq.read_table(predictions)["prediction"].to_numpy(),
            np.column_stack([column.to_numpy() for column in columns]),
        )


def retention_fast(*arguments):
    outcome = subprocess.run([PROGRAM, "bench", *map(str, arguments)], capture_output=True, text=True)
    if outcome.returncode != 0:
        raise SystemExit(outcome.stderr)


def difference(found, expected):
    """The largest difference, relative to the scale of what is expected."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    return np.max(np.abs(found - expected)) / np.max(np.abs(expected))


def report(title, rows):
    """Prints a table of names and differences; ends with 1 where one is above the limit."""
    print(f"{title}: largest difference relative to the scale, {ROWS:,} rows; {LIMIT:g} at most")
    for name, values in rows:
        print(f"  {name:<28}" + "".join(f"{key} {value:9.1e}   " for key, value in values.items()).rstrip())
    worst = max(max(values.values()) for _, values in rows)
    if not worst <= LIMIT:
        raise SystemExit(f"{title}: {worst:.2g} is above {LIMIT:g}")
