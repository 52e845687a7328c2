#!/usr/bin/env python3
"""K-Means from given centres until no row changes its cluster."""

import numpy as np

import contest

WARM_UP_ROWS = 5_000


def scikit_learn(x, start, a, algorithm="lloyd"):
    from sklearn.cluster import KMeans

    model = KMeans(len(start), init=start, n_init=1, max_iter=a.iterations, tol=0.0, algorithm=algorithm).fit(x)
    return model.cluster_centers_, model.n_iter_


def scikit_learn_elkan(x, start, a):
    return scikit_learn(x, start, a, "elkan")


def scikit_learn_intelex(x, start, a):
    from sklearnex.cluster import KMeans

    model = KMeans(len(start), init=start, n_init=1, max_iter=a.iterations, tol=0.0).fit(x)
    return model.cluster_centers_, model.n_iter_


def faiss(x, start, a):
    import faiss

    faiss.omp_set_num_threads(a.threads)
    model = faiss.Kmeans(x.shape[1], len(start), niter=a.iterations, max_points_per_centroid=len(x), nredo=1)
    model.train(x, init_centroids=start)
    # Ends by itself where the inertia no longer falls.
    return model.centroids, len(model.iteration_stats)


CONTENDERS = {
    "scikit-learn": scikit_learn, "scikit-learn-elkan": scikit_learn_elkan,
    "scikit-learn-intelex": scikit_learn_intelex, "faiss": faiss,
}


def inertia(x, centres):
    """In float64, block by block, the same for everybody."""
    total = 0.0
    centres = np.asarray(centres, np.float64)
    for start in range(0, len(x), 100_000):
        block = x[start : start + 100_000].astype(np.float64)
        total += ((block[:, None, :] - centres[None]) ** 2).sum(axis=2).min(axis=1).sum()
    return total


def main():
    a = contest.parser(CONTENDERS, start=(str, None), iterations=(int, 10_000)).parse_args()
    x, _ = contest.matrix(a.data)
    start, _ = contest.matrix(a.start)
    contender = CONTENDERS[a.contender]
    few = with_changes(a, iterations=5)
    contender(x[:WARM_UP_ROWS], start, few)
    with contest.Fit() as fit:
        centres, iterations = contender(x, start, a)
    contest.report(
        "kmeans", a, rows=len(x), features=x.shape[1], **fit.keys(), iterations=int(iterations),
        inertia=inertia(x, centres))


def with_changes(a, **changes):
    return type(a)(**(vars(a) | changes))


if __name__ == "__main__":
    main()
