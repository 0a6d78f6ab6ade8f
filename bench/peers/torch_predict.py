"""PyTorch, inference; `export` writes the model for ONNX Runtime."""
import os, time
import torch
from predict_inputs import checksum, read_series, read_weights
from protocol import serve
from torch_models import create

model = series = None


def prepare(threads, folder):
    global model, series
    torch.set_num_threads(threads)
    model = create("lstm").eval()
    model.load_state_dict({name: torch.tensor(values) for name, values in read_weights(folder).items()})
    series = torch.tensor(read_series(folder))
    return {"version": torch.__version__, "threads": torch.get_num_threads()}


def predict(batch, calls):
    x = series[:batch]
    start = time.perf_counter()
    with torch.inference_mode():
        for _ in range(calls):
            logits = model(x).numpy()
    return {"seconds": (time.perf_counter() - start) / calls, **checksum(logits)}


def export(file):
    axes = {"x": {0: "batch"}, "logits": {0: "batch"}}
    # The exporter of before 2.9 needs no package except onnx, and writes PyTorch's LSTM as one operator.
    torch.onnx.export(model, (series[:1],), file, dynamo=False, input_names=["x"], output_names=["logits"], dynamic_axes=axes)
    return {"bytes": os.path.getsize(file)}


serve({"prepare": prepare, "predict": predict, "export": export})
