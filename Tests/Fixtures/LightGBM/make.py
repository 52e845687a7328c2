"""Writes model.txt and rows.csv: what LightGBM makes of synthetic rows, for the tests of the text format to compare with.

Run with LightGBM 4.7 and NumPy, in this folder: python3 make.py
"""

import lightgbm
import numpy as np

random = np.random.default_rng(20)


def features(rows):
    x = random.normal(size=(rows, 6)).astype(np.float32)
    x[random.random(rows) < 0.2, 1] = np.nan
    x[:, 2] = random.integers(0, 12, rows)
    x[:, 3] = random.integers(0, 90, rows)
    x[random.random(rows) < 0.1, 3] = np.nan
    x[random.random(rows) < 0.5, 4] = 0
    return x


x = features(4000)
group = (x[:, 2].astype(int) * 7) % 5 + (np.nan_to_num(x[:, 3]) * 13) % 7
y = (x[:, 0] + np.nan_to_num(x[:, 1], nan=1) + group + x[:, 4] * x[:, 5] + random.normal(size=4000) > 5).astype(int)
model = lightgbm.train(
    {"objective": "binary", "num_leaves": 12, "learning_rate": 0.3, "num_threads": 1, "seed": 1, "verbose": -1},
    lightgbm.Dataset(x, y, feature_name=list("abcdef"), categorical_feature=[2, 3]),
    8,
)
model.save_model("model.txt")

# Values that training has not seen, too.
rows = features(60)
rows[:4, 0] = [np.inf, -np.inf, 1e30, -0.0]
rows[4:12, 2] = [np.nan, -1, -0.5, 11.9, 12, 31, 32, 3e9]
rows[12:18, 3] = [89, 90, 1000, np.inf, -np.inf, 1e-40]
rows[18:24, 4] = [np.nan, 1e-36, -1e-36, 1e-34, np.inf, -np.inf]
columns = [rows, model.predict(rows, raw_score=True)[:, None], model.predict(rows)[:, None]]
columns.append(model.predict(rows, pred_contrib=True))
header = [*"abcdef", "raw", "response", *(f"contribution_{name}" for name in "abcdef"), "bias"]
np.savetxt("rows.csv", np.hstack(columns), "%.17g", ",", header=",".join(header), comments="")
