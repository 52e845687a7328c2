#!/usr/bin/env python3
"""A shop's retention analysis as an analyst writes it in a notebook: the same job as `retention-fast train`, as one
process from a CSV of order lines to files.

DuckDB cleans the lines and computes the 33 features and the outcomes, scikit-learn segments and fits logistic
regressions, LightGBM fits the trees, lifetimes fits BG/NBD and Gamma-Gamma. README.md says what is left out.
"""

import argparse
import csv
import json
import pathlib
import time

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
SEGMENT_FEATURES = [
    "rfm_recency_days", "rfm_frequency_count", "rfm_monetary_avg", "rfm_monetary_total", "engagement_score",
    "purchase_frequency_per_month", "days_since_first_purchase"]
KEYS = ["customer", "snapshot_date", "churned", "value"]
DAY = np.timedelta64(1, "D")


class Clock:
    """Seconds and CPU seconds by step."""

    def __init__(self):
        self.steps, self.since = {}, (time.perf_counter(), time.process_time())

    def lap(self, name):
        now = (time.perf_counter(), time.process_time())
        self.steps[name] = [round(b - a, 3) for a, b in zip(self.since, now)]
        self.since = now


class Settings:
    """Those of our program, `config show --json`, so that both do the same work."""

    def __init__(self, path, trees):
        self.all, self.trees = json.loads(pathlib.Path(path).read_text()), trees

    def __getitem__(self, key):
        return self.all[key]

    def boosting(self, section, threads, seed, **objective):
        """Parameters and number of trees: ours, or LightGBM's defaults."""
        params = {"num_threads": threads, "seed": seed, "verbosity": -1, "feature_pre_filter": False, **objective}
        if self.trees == "defaults":
            return params, 100
        of = lambda name: self[f"{section}.{name}"]
        names = ["num_leaves", "learning_rate", "min_data_in_leaf", "lambda_l2", "feature_fraction", "bagging_fraction"]
        return params | {name: of(name) for name in names} | {"bagging_freq": 1}, of("num_trees")


# MARK: rows


class Rows:
    """Customers at snapshots: features (float32), keys and outcomes; sorted by snapshot and customer."""

    def __init__(self, x, names, customer, snapshot, churned, value):
        self.x, self.names, self.customer, self.snapshot = x, names, customer, snapshot
        self.churned, self.value = churned, value

    def __len__(self):
        return len(self.x)

    def where(self, mask):
        return Rows(self.x[mask], self.names, self.customer[mask], self.snapshot[mask], self.churned[mask],
                    self.value[mask])

    def column(self, name):
        return self.x[:, self.names.index(name)].astype(np.float64)

    def weights(self, half_life):
        """A row counts half of one that is a half-life later."""
        return 0.5 ** ((self.snapshot.max() - self.snapshot) / DAY / half_life)


def load(connection):
    columns = connection.execute("select * from rows order by snapshot_date, customer").fetchnumpy()
    names = [name for name in columns if name not in KEYS]
    x = np.empty((len(columns["customer"]), len(names)), np.float32)
    for j, name in enumerate(names):
        x[:, j] = np.ma.filled(columns.pop(name).astype(np.float32), np.nan)
    filled = lambda name: np.ma.filled(columns[name].astype(np.float64), np.nan)
    return Rows(x, names, np.asarray(columns["customer"]), columns["snapshot_date"].astype("datetime64[D]"),
                filled("churned"), filled("value"))


def snapshots(rows, outcome, horizon, first_day):
    """(snapshots to train on, the test snapshot, all that have an outcome, whether the test comes after training)."""
    finished = np.unique(rows.snapshot[~np.isnan(outcome)])
    test = finished[-1]
    before = finished[finished + horizon * DAY <= test]
    if len(before) >= 3 and before[-1] - first_day >= 120 * DAY:
        return before, test, finished, True
    return finished, test, finished, False


def sampled(rows, limit):
    """Rows of a random part of the customers, about as many as `limit`; all for 0."""
    if not limit or len(rows) <= limit:
        return rows
    share = np.random.default_rng(1).random(rows.customer.max() + 1) < limit / len(rows)
    return rows.where(share[rows.customer])


# MARK: segments


def segments(scored, s, seed):
    from sklearn.cluster import KMeans
    from sklearn.metrics import davies_bouldin_score, silhouette_score
    from sklearn.preprocessing import StandardScaler

    x = StandardScaler().fit_transform(np.log1p(np.column_stack([scored.column(n) for n in SEGMENT_FEATURES])))
    tried = {}
    for k in range(s["segmentation.k_min"], s["segmentation.k_max"] + 1):
        model = KMeans(k, n_init=s["segmentation.n_init"], max_iter=s["segmentation.max_iterations"],
                       random_state=seed).fit(x)
        limit = s["segmentation.silhouette.exact_limit"]
        silhouette = silhouette_score(x, model.labels_, sample_size=limit if len(x) > limit else None, random_state=seed)
        davies_bouldin_score(x, model.labels_)
        smallest = np.bincount(model.labels_).min() / len(x)
        tried[k] = (silhouette, smallest, model.labels_)
    able = {k: t for k, t in tried.items()
            if k <= s["segmentation.k_interpretable"] and t[1] >= s["segmentation.min_cluster_share"]}
    best = max(t[0] for t in able.values())
    k = max(k for k, t in able.items() if t[0] >= best * (1 - s["segmentation.k_tolerance"]))
    return tried[k][2], {"k": k, "silhouettes": {k: round(float(t[0]), 4) for k, t in tried.items()}}


# MARK: churn


def logit(p):
    return np.log(p) - np.log1p(-p)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class Blend:
    """Half of the log-odds from a logistic regression on logged features, half from trees."""

    def __init__(self, rows, s, a):
        import lightgbm as lgb
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import FunctionTransformer, StandardScaler

        weights = rows.weights(s["churn.half_life_days"])
        clip = s["churn.blend.clip"]
        self.linear = make_pipeline(
            FunctionTransformer(lambda x: np.sign(x) * np.log1p(np.abs(x))), SimpleImputer(strategy="median"),
            StandardScaler(), FunctionTransformer(lambda x: np.clip(x, -clip, clip)),
            LogisticRegression(C=1 / s["churn.blend.l2"], max_iter=1000))
        self.linear.fit(rows.x, rows.churned, logisticregression__sample_weight=weights)
        params, count = s.boosting("churn.blend.gbdt", a.threads, a.seed, objective="binary")
        self.trees = lgb.train(params, lgb.Dataset(rows.x, rows.churned, weight=weights, params=params), count)
        self.threads = a.threads

    def log_odds(self, x):
        linear = self.linear.decision_function(x)
        return (linear + self.trees.predict(x, raw_score=True, num_threads=self.threads)) / 2


def churn(rows, first_day, s, a):
    """Out-of-fold scores calibrate, the test snapshot tests, and a refit on all outcomes scores."""
    from sklearn.linear_model import LogisticRegression

    days, test, finished, by_time = snapshots(rows, rows.churned, s["churn.horizon_days"], first_day)
    training = sampled(rows.where(np.isin(rows.snapshot, days)), a.max_rows)
    tested = rows.where(rows.snapshot == test)
    fold = np.random.default_rng(a.seed).integers(0, 5, rows.customer.max() + 1)
    held, on_test = np.empty(len(training)), np.full(len(tested), np.nan)
    for part in range(5):
        mask = fold[training.customer] == part
        model = Blend(training.where(~mask), s, a)
        held[mask] = model.log_odds(training.x[mask])
        if not by_time:
            mask = fold[tested.customer] == part
            on_test[mask] = model.log_odds(tested.x[mask])
    platt = LogisticRegression(C=1e6).fit(held[:, None], training.churned)
    model = Blend(training, s, a)
    if by_time:
        on_test = model.log_odds(tested.x)
        model = Blend(sampled(rows.where(np.isin(rows.snapshot, finished)), a.max_rows), s, a)
    calibrated = lambda odds: platt.predict_proba(odds[:, None])[:, 1]
    return model, calibrated, (tested, calibrated(on_test)), {
        "test_snapshot": str(test), "training_rows": len(training), "fits": 7 if by_time else 6,
        "trees": model.trees.num_trees()}


# MARK: value


class Value:
    """Tweedie trees on the value, starting from what past spend says, twice; quantile trees on its logarithm, and on the
    value for the median. All share one set of bins."""

    def __init__(self, rows, s, a):
        import lightgbm as lgb

        self.s, self.threads = s, a.threads
        weights = rows.weights(s["clv.half_life_days"])
        spend = rows.column("rfm_monetary_total")
        self.least = 0.1 * spend.mean()
        self.ratio = np.average(rows.value, weights=weights) / np.average(spend + self.least, weights=weights)
        data = lgb.Dataset(rows.x, rows.value, weight=weights, params={"feature_pre_filter": False, "verbosity": -1},
                           free_raw_data=False)

        def fit(section, target, start, seed, **objective):
            data.set_label(target)
            data.set_init_score(start)
            params, count = s.boosting(section, a.threads, seed, **objective)
            return lgb.train(params, data, count)

        base = np.log(self.base(rows))
        self.means = [fit("clv.scaled_trees", rows.value, base, a.seed + seed, objective="tweedie",
                          tweedie_variance_power=s["clv.tweedie_variance_power"]) for seed in (0, 1)]
        low, middle, high = s["clv.quantiles"]
        logged = np.log1p(rows.value)
        self.quantiles = [fit("clv.interval_trees", logged, None, a.seed, objective="quantile", alpha=alpha)
                          for alpha in (low, high - low, high)]
        self.median = fit("clv.median_trees", rows.value, None, a.seed, objective="quantile", alpha=middle)
        self.floor = np.log1p(rows.value[rows.value > 0].min())

    @property
    def fits(self):
        return len(self.means) + len(self.quantiles) + 1

    def base(self, rows):
        return self.ratio * (rows.column("rfm_monetary_total") + self.least)

    def mean(self, rows):
        raw = [model.predict(rows.x, raw_score=True, num_threads=self.threads) for model in self.means]
        return self.base(rows) * np.mean(np.exp(raw), axis=0)

    def interval(self, rows):
        """Ends on the scale of log(1 + value), and the median."""
        low, inner, high = np.sort(
            [model.predict(rows.x, num_threads=self.threads) for model in self.quantiles], axis=0)
        ends = np.where(low < self.floor, -np.inf, low), np.where(low < self.floor, inner, high)
        return *ends, np.maximum(0, self.median.predict(rows.x, num_threads=self.threads))


def value(rows, first_day, s, a):
    days, test, finished, by_time = snapshots(rows, rows.value, s["clv.horizon_days"], first_day)
    training = sampled(rows.where(np.isin(rows.snapshot, days)), a.max_rows)
    folds = sampled(training, a.max_fold_rows)
    tested = rows.where(rows.snapshot == test)
    fold = np.random.default_rng(a.seed).integers(0, 5, rows.customer.max() + 1)
    on_test, excess = np.full(len(tested), np.nan), np.full(len(folds), np.nan)
    logged = np.log1p(folds.value)
    for part in range(5):
        mask = fold[folds.customer] == part
        model = Value(folds.where(~mask), s, a)
        low, high, _ = model.interval(folds.where(mask))
        excess[mask] = np.maximum(low - logged[mask], logged[mask] - high)
        model.mean(folds.where(mask))
        if not by_time:
            mask = fold[tested.customer] == part
            on_test[mask] = model.mean(tested.where(mask))
    latest = excess[folds.snapshot == folds.snapshot.max()]
    margin = np.quantile(latest, min(1, s["clv.coverage"] * (1 + 1 / len(latest))))
    model = Value(training, s, a)
    if by_time:
        on_test = model.mean(tested)
        model = Value(sampled(rows.where(np.isin(rows.snapshot, finished)), a.max_rows), s, a)
    return model, margin, (tested, on_test), {
        "test_snapshot": str(test), "training_rows": len(training), "fold_rows": len(folds),
        "fits": (7 if by_time else 6) * model.fits}


def buy_till_you_die(connection, horizon):
    """BG/NBD and Gamma-Gamma of all customers, in weeks; as strong a penalty as it takes to converge."""
    from lifetimes import BetaGeoFitter, GammaGammaFitter
    from lifetimes.utils import ConvergenceError

    summary = connection.execute("""
        with days as (select customer_id, order_datetime::date as day, sum(quantity * unit_price) as revenue from lines
            where not is_return group by all),
          first as (select customer_id, min(day) as day from days group by all)
        select c.customer, count(*) - 1 as x, (max(d.day) - min(d.day)) / 7 as recency,
          ((select max(day) from days) + 1 - min(d.day)) / 7 as age,
          avg(d.revenue) filter (d.day > f.day) as money
        from days d join first f using (customer_id) join customers c using (customer_id) group by all order by 1
        """).fetchnumpy()
    x, recency, age = (np.asarray(summary[name], np.float64) for name in ("x", "recency", "age"))
    money = np.ma.filled(summary["money"].astype(np.float64), 0)
    tries = [0.0, 0.001, 0.01, 0.1]
    for penalty in tries:
        try:
            model = BetaGeoFitter(penalizer_coef=penalty).fit(x, recency, age)
            repeated = (x > 0) & (money > 0)
            spend = GammaGammaFitter(penalizer_coef=penalty).fit(x[repeated], money[repeated])
        except ConvergenceError:
            continue
        orders = model.conditional_expected_number_of_purchases_up_to_time(horizon / 7, x, recency, age)
        values = orders * np.where(repeated, spend.conditional_expected_average_profit(x, money), money[repeated].mean())
        alive = model.conditional_probability_alive(x, recency, age)
        return np.asarray(summary["customer"]), np.asarray(values), np.asarray(alive), {"penalty": penalty}
    return np.asarray(summary["customer"]), None, None, {"penalty": None}


# MARK: the plan and files


def plan(chance, worth, s):
    """Greedy: each customer's best tier, those with the highest gain per cost first, until the budget is spent."""
    best, cost, tier = np.zeros(len(chance)), np.ones(len(chance)), np.full(len(chance), "", object)
    for t in s["allocation.tiers"]:
        gain = t["success_rate"] * chance * worth * s["allocation.margin"] - t["cost"]
        better = gain > best
        best[better], cost[better], tier[better] = gain[better], t["cost"], t["name"]
    order = np.argsort(-best / cost, kind="stable")
    chosen = order[(best[order] > 0) & (np.cumsum(cost[order]) <= s["allocation.budget"])]
    return chosen, tier, best


def write(path, **columns):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path, compression="zstd")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="CSV with the columns of Online Retail")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--settings", required=True, help="JSON of `retention-fast config show --json`")
    parser.add_argument("--trees", choices=["ours", "defaults"], default="ours")
    parser.add_argument("--max-rows", type=int, default=0, help="fit on a sample of customers with about as many rows")
    parser.add_argument("--max-fold-rows", type=int, default=0, help="the same for the folds of value")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=42)
    a = parser.parse_args()
    import duckdb

    s, clock = Settings(a.settings, a.trees), Clock()
    a.out.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute(f"set threads = {a.threads}; set temp_directory = '{a.out / 'temporary'}'")

    def run(name, **values):
        statement = (HERE / name).read_text()
        for key, text in ({"OUT": a.out} | values).items():
            statement = statement.replace(f"${key}", str(text))
        connection.execute(statement)

    run("notebook.sql", SOURCE=a.source)
    clock.lap("clean")
    run("features.sql", OUT=a.out / "customer_features.parquet")
    run("notebook_rows.sql", CHURN=s["churn.horizon_days"], VALUE=s["clv.horizon_days"])
    rows = load(connection)
    ids = connection.execute("select customer_id from customers order by customer").fetchnumpy()["customer_id"]
    cleaned, first = connection.execute("select count(*), min(order_datetime)::date from lines").fetchone()
    first_day = np.datetime64(first)
    clock.lap("features")
    scored = rows.where(rows.snapshot == rows.snapshot.max())
    segment, segmentation = segments(scored, s, a.seed)
    clock.lap("segments")
    churn_model, calibrated, churn_test, churn_report = churn(rows, first_day, s, a)
    chance = calibrated(churn_model.log_odds(scored.x))
    clock.lap("churn")
    value_model, margin, value_test, value_report = value(rows, first_day, s, a)
    expected = value_model.mean(scored)
    low, high, median = value_model.interval(scored)
    clock.lap("value")
    customers, bgnbd, alive, bgnbd_report = buy_till_you_die(connection, s["clv.horizon_days"])
    clock.lap("bgnbd")
    chosen, tier, gain = plan(chance, expected, s)
    at = np.searchsorted(customers, scored.customer)
    of = lambda values: np.full(len(at), np.nan) if values is None else values[at]
    write(a.out / "customer_scores.parquet", customer_id=ids[scored.customer].astype(str), segment=segment,
          churn_probability=chance, clv_expected=expected, clv_p50=median,
          clv_low=np.maximum(0, np.expm1(low - margin)), clv_high=np.expm1(high + margin), bgnbd_value=of(bgnbd),
          p_alive=of(alive))
    for name, (tested, predictions) in (("churn", churn_test), ("clv", value_test)):
        write(a.out / f"test_{name}.parquet", customer_id=ids[tested.customer].astype(str), prediction=predictions,
              label=tested.churned if name == "churn" else tested.value)
    with open(a.out / "campaign_plan.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "tier", "expected_value"])
        writer.writerows(zip(ids[scored.customer[chosen]], tier[chosen], gain[chosen]))
    churn_model.trees.save_model(a.out / "churn.txt")
    for number, model in enumerate([*value_model.means, *value_model.quantiles, value_model.median]):
        model.save_model(a.out / f"clv_{number}.txt")
    clock.lap("write")
    print(json.dumps({
        "cleaned_rows": cleaned, "feature_rows": len(rows), "scored": len(scored), "segmentation": segmentation,
        "churn": churn_report, "clv": value_report, "bgnbd": bgnbd_report, "contacted": len(chosen),
        "steps": clock.steps}))


if __name__ == "__main__":
    main()
