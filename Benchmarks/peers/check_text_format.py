"""LightGBM's text format, both ways: LightGBM reads our files, and we read LightGBM's, with the same results.

make check-models runs it.
"""

import lightgbm
import made_models as made


def main():
    rows = []
    for objective in made.OBJECTIVES:
        case = made.Case(objective)
        for maker, file in (("ours", case.ours), ("LightGBM's", case.theirs)):
            theirs = lightgbm.Booster(model_file=file)
            predictions, contributions = case.predict(file)
            rows.append((
                f"{objective}, {maker}",
                {
                    "predictions": made.difference(predictions, theirs.predict(case.rows)),
                    "raw scores": made.difference(contributions.sum(axis=1), theirs.predict(case.rows, raw_score=True)),
                    "contributions": made.difference(contributions, theirs.predict(case.rows, pred_contrib=True)),
                },
            ))
    made.report(f"LightGBM {lightgbm.__version__}, text format", rows)


if __name__ == "__main__":
    main()
