#!/usr/bin/env python3
"""Logistic regression with an L2 penalty of strength 1 (on the summed loss), mean gradient to 1e-6."""

import numpy as np

import contest

WARM_UP_ROWS = 5_000


def scikit_learn(x, y, a, solver="lbfgs"):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / a.l2, solver=solver, tol=a.tolerance, max_iter=1000).fit(x, y)
    return model.coef_[0], model.intercept_[0], model.n_iter_[0]


def newton_cholesky(x, y, a):
    return scikit_learn(x, y, a, "newton-cholesky")


def scikit_learn_intelex(x, y, a):
    from sklearnex.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / a.l2, solver="lbfgs", tol=a.tolerance, max_iter=1000).fit(x, y)
    return model.coef_[0], model.intercept_[0], model.n_iter_[0]


def glum(x, y, a):
    from glum import GeneralizedLinearRegressor

    model = GeneralizedLinearRegressor(
        family="binomial", alpha=a.l2 / len(x), l1_ratio=0, gradient_tol=a.tolerance, fit_intercept=True,
        scale_predictors=False).fit(x, y)
    return model.coef_, model.intercept_, model.n_iter_


CONTENDERS = {
    "scikit-learn-lbfgs": scikit_learn, "scikit-learn-newton-cholesky": newton_cholesky,
    "scikit-learn-intelex": scikit_learn_intelex, "glum": glum,
}


def quality(x, y, weights, intercept, l2):
    """Largest mean gradient, log-loss and penalised mean loss on the training rows, in float64."""
    gradient = np.zeros(x.shape[1] + 1)
    loss = 0.0
    for start in range(0, len(x), 100_000):
        block, label = x[start : start + 100_000].astype(np.float64), y[start : start + 100_000]
        score = block @ weights + intercept
        loss += (np.logaddexp(0.0, score) - label * score).sum()
        residual = 1 / (1 + np.exp(-score)) - label
        gradient += np.append(block.T @ residual, residual.sum())
    gradient[:-1] += l2 * weights
    return {
        "gradient": float(np.abs(gradient).max() / len(x)), "training_log_loss": loss / len(x),
        "objective": (loss + 0.5 * l2 * float(weights @ weights)) / len(x),
    }


def main():
    a = contest.parser(
        CONTENDERS, l2=(float, 1.0), tolerance=(float, 1e-6), precision=(str, "float32")).parse_args()
    x, y, x_test, y_test = contest.labelled(a.data, a.target, a.holdout_rows)
    x, y = x.astype(a.precision, copy=False), y.astype(a.precision, copy=False)
    contender = CONTENDERS[a.contender]
    contender(x[:WARM_UP_ROWS], y[:WARM_UP_ROWS], a)
    with contest.Fit() as fit:
        weights, intercept, iterations = contender(x, y, a)
    weights, intercept = np.asarray(weights, np.float64), float(intercept)
    keys = fit.keys() | {"iterations": int(iterations)} | quality(x, y, weights, intercept, a.l2)
    if len(x_test):
        probability = 1 / (1 + np.exp(-(x_test.astype(np.float64) @ weights + intercept)))
        keys |= contest.scores(probability, y_test)
        contest.keep(a.predictions, prediction=probability)
    contest.report("logistic", a, rows=len(x), features=x.shape[1], precision=a.precision, **keys)


if __name__ == "__main__":
    main()
