#!/usr/bin/env python3
"""Makes the tables of the benchmarks: the same bytes for the same number of rows.

gbdt.parquet          rows + holdout, 33 float columns, five with 8 % missing, and `label` (0 or 1)
logistic.parquet      the same, ready for a linear model: log of the skewed columns, missing as the mean, standardised
kmeans.parquet        rows x 7, standardised logs of what a shop knows about its customers
kmeans_start.parquet  8 x 7, the centres that everybody starts from
auto_k.parquet        the first tenth of kmeans.parquet

--scaling adds gbdt_<rows>x<features>.parquet in several sizes; --retail RUN adds retail.parquet and
retail_logistic.parquet, the features of a run on real orders with what happened in the 90 days after.

`tables.json` says how many rows each table has, and how many of them, the last ones, are for testing.
"""

import argparse
import json
import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20_261_121
BLOCK = 50_000
MISSING_SHARE = 0.08
#: Kind and number of the columns, in order.
FAMILIES = [("gamma", 8), ("count", 8), ("lognormal", 7), ("normal", 6), ("beta", 4)]
NAMES = [f"{family}_{i}" for family, count in FAMILIES for i in range(count)]
WITH_MISSING = ["gamma_3", "count_2", "lognormal_1", "normal_4", "beta_2"]
CENTRES = 8


def columns(rng, rows):
    """rows x 33 draws; a hidden activity ties counts and amounts together, as it does in a shop."""
    activity = rng.normal(size=rows)
    drawn = {}
    for i in range(8):
        drawn[f"gamma_{i}"] = rng.gamma(0.6 + 0.4 * i, 30.0 / (1 + i), rows) * np.exp(0.25 * activity)
    for i in range(8):
        rate = rng.gamma(0.8 + 0.3 * i, 4.0, rows) * np.exp(0.4 * activity)
        drawn[f"count_{i}"] = rng.poisson(rate)
    for i in range(7):
        drawn[f"lognormal_{i}"] = np.exp(3.0 + 0.3 * activity + (0.5 + 0.1 * i) * rng.normal(size=rows))
    for i in range(6):
        drawn[f"normal_{i}"] = rng.normal(size=rows)
    for i in range(4):
        drawn[f"beta_{i}"] = rng.beta(0.8 + 0.5 * i, 2.0, rows)
    return np.stack([drawn[name] for name in NAMES], axis=1)


def logit(x):
    """Thresholds, products and a wave: what trees find and a line does not."""
    value = dict(zip(NAMES, x.T))
    recent = np.exp(-value["gamma_1"] / 20.0)
    frequent = np.log1p(value["count_1"])
    amount = np.log(value["lognormal_1"]) - 3.0
    return 1.12 * (
        1.4 * (recent - 0.45)
        - 0.45 * (frequent - 2.0) * (value["normal_0"] > 0.3)
        + 0.5 * amount * value["normal_1"]
        + 0.7 * np.sin(2.0 * value["normal_2"])
        - 0.6 * (value["count_4"] > 10) * (value["gamma_3"] < 25)
        + 0.8 * (value["beta_0"] - 0.3) * np.sign(value["normal_4"])
        + 0.25 * np.log1p(value["gamma_5"])
        - 0.3 * np.log1p(value["count_6"])
        + 0.2 * value["normal_3"]
        - 0.35
    )


def churn_table(rows, seed):
    """(rows x 33 float32 with NaN where missing, label float32), block by block."""
    x = np.empty((rows, len(NAMES)), np.float32)
    label = np.empty(rows, np.float32)
    for block, start in enumerate(range(0, rows, BLOCK)):
        end = min(start + BLOCK, rows)
        rng = np.random.default_rng([seed, 1, block])
        drawn = columns(rng, BLOCK)
        chance = 1.0 / (1.0 + np.exp(-logit(drawn)))
        happened = rng.random(BLOCK) < chance
        for name in WITH_MISSING:
            drawn[rng.random(BLOCK) < MISSING_SHARE, NAMES.index(name)] = np.nan
        x[start:end] = drawn[: end - start]
        label[start:end] = happened[: end - start]
    return x, label


def linear_table(x):
    """The same rows for a linear model, in float32."""
    out = np.empty_like(x)
    for j, name in enumerate(NAMES):
        column = x[:, j].astype(np.float64)
        if not name.startswith(("normal", "beta")):
            column = np.log1p(column)
        column -= np.nanmean(column)
        column /= np.nanstd(column)
        out[:, j] = np.where(np.isnan(column), 0.0, column)
    return out


def customer_table(rows, seed):
    """rows x 7: recency, frequency, amount, basket, span, breadth, returns of eight kinds of customer; logs, standardised."""
    kinds = np.array(
        [  # log means of the seven, and the spread of the kind
            [3.0, 2.6, 7.0, 3.0, 5.6, 3.6, 0.6],
            [3.6, 1.8, 6.2, 2.8, 5.2, 3.0, 0.4],
            [4.6, 1.2, 5.6, 2.6, 4.4, 2.6, 0.3],
            [5.2, 0.5, 5.0, 2.7, 2.8, 2.2, 0.2],
            [5.6, 0.2, 4.6, 2.4, 1.6, 1.8, 0.1],
            [4.0, 0.3, 5.8, 3.6, 1.4, 2.8, 0.2],
            [3.4, 2.2, 8.4, 4.4, 5.4, 3.2, 1.0],
            [5.4, 1.4, 6.4, 3.2, 3.8, 3.8, 1.2],
        ]
    )
    shares = np.array([0.08, 0.15, 0.18, 0.18, 0.17, 0.10, 0.04, 0.10])
    x = np.empty((rows, 7), np.float64)
    for block, start in enumerate(range(0, rows, BLOCK)):
        end = min(start + BLOCK, rows)
        rng = np.random.default_rng([seed, 2, block])
        kind = rng.choice(len(shares), BLOCK, p=shares)
        drawn = kinds[kind] + rng.normal(size=(BLOCK, 7)) * np.array([0.7, 0.45, 0.7, 0.4, 0.7, 0.5, 0.35])
        drawn[:, 2] += 0.7 * (drawn[:, 1] - kinds[kind, 1])
        x[start:end] = drawn[: end - start]
    x -= x.mean(axis=0)
    x /= x.std(axis=0)
    return x.astype(np.float32)


def write(path, x, names, label=None, holdout=0):
    arrays = {name: pa.array(x[:, j]) for j, name in enumerate(names)}
    if label is not None:
        arrays["label"] = pa.array(label)
    # NaN stays NaN, so that nobody has to tell null from NaN.
    pq.write_table(pa.table(arrays), path, compression="snappy", use_dictionary=False)
    listing = path.parent / "tables.json"
    tables = json.loads(listing.read_text()) if listing.exists() else {}
    tables[path.stem] = {"rows": len(x) - holdout, "holdout": holdout, "features": x.shape[1]}
    listing.write_text(json.dumps(tables, indent=1, sort_keys=True) + "\n")
    print(f"{path}: {x.shape[0]:,} x {x.shape[1]}")


def make(folder, rows, holdout, seed, only):
    if only & {"gbdt", "logistic"}:
        x, label = churn_table(rows + holdout, seed)
        if "gbdt" in only:
            write(folder / "gbdt.parquet", x, NAMES, label, holdout)
        if "logistic" in only:
            write(folder / "logistic.parquet", linear_table(x), NAMES, label, holdout)
    if "kmeans" in only:
        x = customer_table(rows, seed)
        names = ["recency", "frequency", "amount", "basket", "span", "breadth", "returns"]
        write(folder / "kmeans.parquet", x, names)
        write(folder / "auto_k.parquet", x[: max(1, rows // 10)], names)
        picked = np.random.default_rng([seed, 6]).choice(rows, CENTRES, replace=False)
        write(folder / "kmeans_start.parquet", x[picked], names)


# (rows, features) of the tables that show how cost grows.
SIZES = [(10_000, 33), (100_000, 33), (1_000_000, 33), (4_000_000, 33), (1_000_000, 10), (1_000_000, 100)]


def make_sizes(folder, seed, largest):
    """The columns of `gbdt.parquet`, fewer of them, or more of the same families that say nothing."""
    for rows, features in SIZES:
        if rows > largest:
            continue
        holdout = min(rows // 5, 200_000)
        x, label = churn_table(rows + holdout, seed)
        if features > x.shape[1]:
            more = [churn_table(rows + holdout, seed + 1 + i)[0] for i in range((features - 1) // len(NAMES))]
            x = np.concatenate([x, *more], axis=1)
        names = [f"{NAMES[j % len(NAMES)]}_{j // len(NAMES)}" for j in range(features)]
        write(folder / f"gbdt_{rows}x{features}.parquet", x[:, :features], names, label, holdout)


def make_retail(folder, run):
    """A row a customer and snapshot: 33 features, and whether no purchase followed in 90 days. The last snapshot tests."""
    run = pathlib.Path(run)
    features = pq.read_table(run / "data/customer_features.parquet")
    lines = pq.read_table(
        run / "data/cleaned_data.parquet", columns=["customer_id", "order_datetime", "transaction_type"])
    bought = np.array(lines["transaction_type"].to_pylist()) == "purchase"
    customers = np.array(lines["customer_id"].to_pylist())[bought]
    days = lines["order_datetime"].to_numpy()[bought].astype("datetime64[D]")
    snapshots = features["snapshot_date"].to_numpy().astype("datetime64[D]")
    owners = np.array(features["customer_id"].to_pylist())
    horizon = np.timedelta64(90, "D")
    known = snapshots + horizon <= days.max() + np.timedelta64(1, "D")
    label = np.zeros(len(snapshots), np.float32)
    for snapshot in np.unique(snapshots[known]):
        back = np.unique(customers[(days >= snapshot) & (days < snapshot + horizon)])
        here = snapshots == snapshot
        label[here] = ~np.isin(owners[here], back)
    names = features.column_names[features.column_names.index("observation_end") + 1 :]
    x = np.stack([features[name].to_numpy(zero_copy_only=False).astype(np.float32) for name in names], axis=1)
    x, label, snapshots = x[known], label[known], snapshots[known]
    holdout = int((snapshots == snapshots.max()).sum())
    write(folder / "retail.parquet", x, names, label, holdout)
    linear = np.sign(x) * np.log1p(np.abs(x.astype(np.float64)))
    linear -= np.nanmean(linear, axis=0)
    spread = np.nanstd(linear, axis=0)
    linear /= np.where(spread > 0, spread, 1)
    write(folder / "retail_logistic.parquet", np.nan_to_num(linear).astype(np.float32), names, label, holdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", default=".deps/bench", help="folder to write into (.deps/bench)")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--holdout", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="gbdt,logistic,kmeans", help="some of gbdt, logistic, kmeans, by commas")
    parser.add_argument("--scaling", action="store_true", help="the tables of several sizes, and no others")
    parser.add_argument("--retail", metavar="RUN", help="the table of real orders, and no others")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.to)
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.retail:
        make_retail(folder, arguments.retail)
    elif arguments.scaling:
        make_sizes(folder, arguments.seed, 4 * arguments.rows)
    else:
        make(folder, arguments.rows, arguments.holdout, arguments.seed, set(arguments.only.split(",")))


if __name__ == "__main__":
    main()
