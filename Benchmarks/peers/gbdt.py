#!/usr/bin/env python3
"""Gradient-boosted trees: trees x leaves of 255 bins, learning rate 0.1; fit, and prediction of the holdout."""

import contest

WARM_UP_ROWS = 5_000


def lightgbm(x, y, a, **more):
    import lightgbm as lgb

    settings = dict(
        objective="binary", num_leaves=a.leaves, learning_rate=a.learning_rate, max_bin=a.bins, num_threads=a.threads,
        verbosity=-1, **more)
    model = lgb.train(settings, lgb.Dataset(x, y, params=settings), a.trees)
    return model, lambda x: model.predict(x, num_threads=a.threads)


def lightgbm_quantised(x, y, a):
    return lightgbm(x, y, a, use_quantized_grad=True, num_grad_quant_bins=16)


def lightgbm_row_wise(x, y, a):
    return lightgbm(x, y, a, force_row_wise=True)


def lightgbm_quantised_row_wise(x, y, a):
    return lightgbm(x, y, a, force_row_wise=True, use_quantized_grad=True, num_grad_quant_bins=16)


def xgboost(x, y, a):
    import xgboost as xgb

    settings = dict(
        objective="binary:logistic", tree_method="hist", grow_policy="lossguide", max_leaves=a.leaves, max_depth=0,
        eta=a.learning_rate, max_bin=a.bins, nthread=a.threads, verbosity=0)
    table = xgb.QuantileDMatrix(x, y, max_bin=a.bins, nthread=a.threads)
    model = xgb.train(settings, table, a.trees)
    return model, lambda x: model.inplace_predict(x)


def catboost(x, y, a):
    import catboost as cb

    # Symmetric trees, what CatBoost is made for: the depth whose number of leaves is nearest.
    depth = max(1, round(__import__("math").log2(a.leaves)))
    model = cb.CatBoostClassifier(
        iterations=a.trees, depth=depth, learning_rate=a.learning_rate, border_count=min(a.bins, 254),
        thread_count=a.threads, verbose=False, allow_writing_files=False)
    model.fit(x, y)
    return model, lambda x: model.predict_proba(x, thread_count=a.threads)[:, 1]


def scikit_learn(x, y, a):
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=a.trees, max_leaf_nodes=a.leaves, learning_rate=a.learning_rate, max_bins=min(a.bins, 255),
        early_stopping=False)
    model.fit(x, y)
    return model, lambda x: model.predict_proba(x)[:, 1]


CONTENDERS = {
    "lightgbm": lightgbm, "lightgbm-quantised": lightgbm_quantised, "lightgbm-row-wise": lightgbm_row_wise,
    "lightgbm-quantised-row-wise": lightgbm_quantised_row_wise, "xgboost": xgboost, "catboost": catboost,
    "scikit-learn": scikit_learn,
}


def main():
    a = contest.parser(
        CONTENDERS, trees=(int, 100), leaves=(int, 31), bins=(int, 255), learning_rate=(float, 0.1)).parse_args()
    x, y, x_test, y_test = contest.labelled(a.data, a.target, a.holdout_rows)
    contender = CONTENDERS[a.contender]
    contender(x[:WARM_UP_ROWS], y[:WARM_UP_ROWS], a)
    with contest.Fit() as fit:
        _, predict = contender(x, y, a)
    keys = fit.keys() | {"iterations": a.trees}
    if len(x_test):
        keys["predict_seconds"], probability = contest.seconds(lambda: predict(x_test))
        keys |= contest.scores(probability, y_test)
        contest.keep(a.predictions, prediction=probability)
    contest.report("gbdt", a, rows=len(x), features=x.shape[1], **keys)


if __name__ == "__main__":
    main()
