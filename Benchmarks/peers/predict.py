#!/usr/bin/env python3
"""Prediction of the holdout by the trees of gbdt.py, learned once and kept in a file."""

import pathlib

import contest
import gbdt


def lightgbm(x, y, a, path):
    import lightgbm as lgb

    if not path.exists():
        gbdt.lightgbm(x, y, a)[0].save_model(path)
    model = lgb.Booster(model_file=path)
    return lambda x: model.predict(x, num_threads=a.threads)


def xgboost(x, y, a, path):
    import xgboost as xgb

    if not path.exists():
        gbdt.xgboost(x, y, a)[0].save_model(path)
    model = xgb.Booster({"nthread": a.threads}, model_file=path)
    return lambda x: model.inplace_predict(x)


def catboost(x, y, a, path):
    import catboost as cb

    if not path.exists():
        gbdt.catboost(x, y, a)[0].save_model(str(path))
    model = cb.CatBoostClassifier().load_model(str(path))
    return lambda x: model.predict_proba(x, thread_count=a.threads)[:, 1]


CONTENDERS = {"lightgbm": (lightgbm, "txt"), "xgboost": (xgboost, "ubj"), "catboost": (catboost, "cbm")}


def main():
    a = contest.parser(
        CONTENDERS, trees=(int, 100), leaves=(int, 31), bins=(int, 255), learning_rate=(float, 0.1),
        models=(str, ".")).parse_args()
    x, y, x_test, y_test = contest.labelled(a.data, a.target, a.holdout_rows)
    contender, ending = CONTENDERS[a.contender]
    folder = pathlib.Path(a.models)
    folder.mkdir(parents=True, exist_ok=True)
    predict = contender(x, y, a, folder / f"{a.contender}.{ending}")
    seconds, probability = contest.seconds(lambda: predict(x_test))
    contest.keep(a.predictions, prediction=probability)
    contest.report(
        "predict", a, rows=len(x_test), features=x.shape[1], predict_seconds=seconds,
        **contest.scores(probability, y_test))


if __name__ == "__main__":
    main()
