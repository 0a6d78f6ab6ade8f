"""Weights and series that Tidelab wrote (`predict-files.mjs`): raw float32 and a JSON index, so all peers get the same ones."""
import json, os
import numpy as np


def read_series(folder):
    index = json.load(open(os.path.join(folder, "index.json")))
    return np.fromfile(os.path.join(folder, "series.f32"), dtype="<f4").reshape(index["series"])


def read_weights(folder):
    index = json.load(open(os.path.join(folder, "index.json")))
    flat = np.fromfile(os.path.join(folder, "weights.f32"), dtype="<f4")
    return {t["name"]: flat[t["offset"] : t["offset"] + int(np.prod(t["shape"]))].reshape(t["shape"]) for t in index["tensors"]}


def checksum(logits):
    """Logits of a few series, for the caller to compare; their sum, so that none is computed for nothing."""
    return {"logits": logits[:8].tolist(), "sum": float(logits.sum())}
