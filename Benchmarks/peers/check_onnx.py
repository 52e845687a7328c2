"""ONNX files, as onnxruntime predicts with them, beside our own predictions.

make check-models runs it.
"""

import made_models as made
import numpy as np
import onnx
import onnxruntime


def main():
    rows = []
    for objective in made.OBJECTIVES:
        case = made.Case(objective)
        for maker, model in (("ours", case.ours), ("LightGBM's", case.theirs)):
            file = case.path("model.onnx")
            predictions, contributions = case.predict(model, onnx=file)
            onnx.checker.check_model(str(file), full_check=True)
            session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
            metadata = session.get_modelmeta().custom_metadata_map
            assert metadata["feature_names"].split(" ") == made.NAMES, metadata
            assert metadata["categorical_features"].split(" ") == made.CATEGORICAL, metadata
            names = [output.name for output in session.get_outputs()]
            found = dict(zip(names, session.run(None, {"features": case.rows})))
            if objective == "logistic":
                probabilities = found["probabilities"]
                assert np.array_equal(found["label"], (predictions > 0.5).astype(int))
                assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-7)
                response = probabilities[:, 1]
            else:
                response = found["prediction"][:, 0]
            # Alone, in small batches and all together: readers take different ways.
            some = [session.run(["raw_score"], {"features": case.rows[i : i + n]})[0] for i, n in ((0, 1), (3, 40))]
            assert np.array_equal(some[0], found["raw_score"][:1])
            rows.append((
                f"{objective}, {maker}",
                {
                    "predictions": made.difference(response, predictions),
                    "raw scores": made.difference(found["raw_score"][:, 0], contributions.sum(axis=1)),
                    "in a batch of 40": made.difference(some[1], found["raw_score"][3:43]),
                },
            ))
    made.report(f"onnxruntime {onnxruntime.__version__}, ONNX", rows)


if __name__ == "__main__":
    main()
