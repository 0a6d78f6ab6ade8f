"""PyTorch, training: `epochs` runs some and answers with their seconds and the loss of the last."""
import time
import torch
from protocol import peak_megabytes, serve
from torch_models import Training

training = None


def prepare(threads, model, samples, length, count, batch):
    global training
    torch.set_num_threads(threads)
    training = Training(model, samples, length, count, batch)
    return {"version": torch.__version__, "threads": torch.get_num_threads()}


def epochs(count):
    start = time.perf_counter()
    for _ in range(count):
        total = sum(training.steps())
    return {"seconds": time.perf_counter() - start, "loss": total / training.count}


serve({"prepare": prepare, "epochs": epochs, "memory": lambda: {"megabytes": peak_megabytes()}})
