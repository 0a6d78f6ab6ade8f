"""aeon's classifiers without gradients, on data sets of the archive. The process stays, so that numba compiles in the warm-up."""
import time
import aeon, numba
from aeon.classification.convolution_based import MiniRocketClassifier
from aeon.classification.distance_based import KNeighborsTimeSeriesClassifier
from aeon.datasets import load_from_ts_file
from protocol import serve

METHODS = {
    "mini-rocket": lambda: MiniRocketClassifier(n_jobs=1, random_state=0),
    "dtw": lambda: KNeighborsTimeSeriesClassifier(distance="dtw", n_neighbors=1, n_jobs=1),
}


def measure(archive, name, method):
    numba.set_num_threads(1)
    (train, classes), (test, expected) = (load_from_ts_file(f"{archive}/{name}/{name}_{part}.ts") for part in ("TRAIN", "TEST"))
    start = time.perf_counter()
    answers = METHODS[method]().fit(train, classes).predict(test)
    return {"seconds": time.perf_counter() - start, "accuracy": float((answers == expected).mean())}


serve({"measure": measure})
