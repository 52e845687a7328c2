#!/usr/bin/env python3
"""The choice of a number of clusters: ten starts each, and silhouette and Davies-Bouldin of every candidate."""

import contest

WARM_UP_ROWS = 2_000


def scikit_learn(x, a):
    from sklearn.cluster import KMeans
    from sklearn.metrics import davies_bouldin_score, silhouette_score

    silhouettes, inertias = {}, {}
    for k in range(a.fewest, a.most + 1):
        model = KMeans(k, n_init=a.restarts, max_iter=1000, tol=0.0, random_state=a.seed).fit(x)
        sample = a.silhouette_rows if len(x) > a.silhouette_rows else None
        silhouettes[k] = float(silhouette_score(x, model.labels_, sample_size=sample, random_state=a.seed))
        davies_bouldin_score(x, model.labels_)
        inertias[k] = float(model.inertia_)
    return inertias, silhouettes


CONTENDERS = {"scikit-learn": scikit_learn}


def main():
    a = contest.parser(
        CONTENDERS, fewest=(int, 3), most=(int, 8), restarts=(int, 10), silhouette_rows=(int, 20_000),
        seed=(int, 0)).parse_args()
    x, _ = contest.matrix(a.data)
    few = type(a)(**(vars(a) | {"restarts": 1, "most": a.fewest}))
    CONTENDERS[a.contender](x[:WARM_UP_ROWS], few)
    with contest.Fit() as fit:
        inertias, silhouettes = CONTENDERS[a.contender](x, a)
    contest.report(
        "auto-k", a, rows=len(x), features=x.shape[1], **fit.keys(), inertias=inertias, silhouettes=silhouettes)


if __name__ == "__main__":
    main()
