"""ONNX Runtime's Python package, inference of the file that torch_predict.py exported."""
import os, time
import onnxruntime
from predict_inputs import checksum, read_series
from protocol import serve

session = series = None


def prepare(threads, folder):
    global session, series
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(os.path.join(folder, "model.onnx"), options, providers=["CPUExecutionProvider"])
    series = read_series(folder)
    return {"version": onnxruntime.__version__}


def predict(batch, calls):
    x = series[:batch]
    start = time.perf_counter()
    for _ in range(calls):
        logits = session.run(["logits"], {"x": x})[0]
    return {"seconds": (time.perf_counter() - start) / calls, **checksum(logits)}


serve({"prepare": prepare, "predict": predict})
