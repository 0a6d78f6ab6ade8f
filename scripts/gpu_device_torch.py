"""PyTorch's steps for scripts/gpu-device.mjs, on the same card.

Reads a question a line (JSON: model, batch, and hidden or layers), prints an answer a line. Run by gpu-device.mjs where TORCH_PYTHON names
a Python with torch.
"""
import json
import math
import sys
import time

import torch
from torch import nn

LENGTH = 200


class Classifier(nn.Module):
    def __init__(self, hidden: int, cell: str) -> None:
        super().__init__()
        recurrent = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[cell]
        self.lstm = recurrent(1, hidden, 2, batch_first=True, bidirectional=True, dropout=0.3)
        self.attention = nn.Linear(2 * hidden, 1)
        self.classifier = nn.Sequential(nn.Linear(2 * hidden, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out, _ = self.lstm(x)
        weights = torch.softmax(self.attention(out).squeeze(-1), dim=1)
        return self.classifier((out * weights.unsqueeze(-1)).sum(dim=1))


def series(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    labels = torch.arange(count) % 2
    base = torch.sin(torch.linspace(0, 2 * math.pi, LENGTH))
    waves = torch.where(labels[:, None] == 1, torch.sign(base)[None], base[None])
    return (waves + 0.15 * torch.randn(count, LENGTH)).unsqueeze(-1), labels


class Inception(nn.Module):
    """A module of InceptionTime, as the preset has it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        wide = channels > 1
        self.bottleneck = nn.Conv1d(channels, 32, 1, bias=False) if wide else nn.Identity()
        self.convolutions = nn.ModuleList(
            nn.Conv1d(32 if wide else channels, 32, k, padding="same", bias=False) for k in (40, 20, 10)
        )
        self.pool = nn.MaxPool1d(3, 1, 1)
        self.pointwise = nn.Conv1d(channels, 32, 1, bias=False)
        self.norm = nn.BatchNorm1d(128)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        narrow = self.bottleneck(x)
        parts = [convolution(narrow) for convolution in self.convolutions]
        return torch.relu(self.norm(torch.cat([*parts, self.pointwise(self.pool(x))], 1)))


class InceptionTime(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inceptions = nn.ModuleList(Inception(1 if i == 0 else 128) for i in range(6))
        self.shortcuts = nn.ModuleList(
            nn.Sequential(nn.Conv1d(1 if i == 0 else 128, 128, 1, bias=False), nn.BatchNorm1d(128)) for i in range(2)
        )
        self.classifier = nn.Linear(128, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.transpose(1, 2)
        for i, shortcut in enumerate(self.shortcuts):
            inner = x
            for inception in self.inceptions[3 * i : 3 * i + 3]:
                inner = inception(inner)
            x = torch.relu(shortcut(x) + inner)
        return self.classifier(x.mean(2))


class Cnn(nn.Module):
    """The preset cnn: convolution, BatchNorm, ReLU and a halving maximum, three times."""

    def __init__(self, layers: list[dict]) -> None:
        super().__init__()
        modules: list[nn.Module] = []
        width = 1
        for layer in layers:
            kind = layer["layer"]
            if kind == "conv1d":
                bias = layer.get("bias", True)
                modules.append(nn.Conv1d(width, layer["outChannels"], layer["kernelSize"], padding="same", bias=bias))
                width = layer["outChannels"]
            elif kind == "batchNorm":
                modules.append(nn.BatchNorm1d(width))
            elif kind == "relu":
                modules.append(nn.ReLU())
            elif kind == "maxPool":
                modules.append(nn.MaxPool1d(layer["kernelSize"]))
            elif kind == "globalAvgPool":
                modules.append(nn.AdaptiveAvgPool1d(1))
                modules.append(nn.Flatten())
            elif kind == "dropout":
                modules.append(nn.Dropout(layer["p"]))
            elif kind == "linear":
                modules.append(nn.Linear(width, layer["outFeatures"]))
                width = layer["outFeatures"]
        self.layers = nn.Sequential(*modules)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x.transpose(1, 2))


def model_of(question: dict) -> nn.Module:
    name = question["model"]
    if name == "inception-time":
        return InceptionTime()
    if name == "cnn":
        return Cnn(question["layers"])
    return Classifier(question["hidden"], name)


def steps(question: dict) -> dict:
    """Milliseconds of a training step: series come from the host, loss and hits go back to it, as in the notebook's loop."""
    batch = question["batch"]
    model = model_of(question).cuda().train()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    loss_of = nn.CrossEntropyLoss()
    inputs, labels = series(batch)
    taken = []

    def step() -> None:
        x, y = inputs.cuda(), labels.cuda()
        optimizer.zero_grad()
        logits = model(x)
        loss = loss_of(logits, y)
        loss.backward()
        loss.item()
        (logits.argmax(1) == y).sum().item()
        optimizer.step()
        torch.cuda.synchronize()

    started = time.perf_counter()
    while time.perf_counter() - started < 0.4:
        step()
    started = time.perf_counter()
    while time.perf_counter() - started < 0.8 and len(taken) < 200:
        before = time.perf_counter()
        step()
        taken.append(time.perf_counter() - before)
    taken.sort()
    return {"ms": round(taken[len(taken) // 2] * 1000, 3), "least": round(taken[0] * 1000, 3)}


if __name__ == "__main__":
    torch.manual_seed(7)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    about = {"torch": torch.__version__, "cudnn": torch.backends.cudnn.version(), "card": torch.cuda.get_device_name()}
    for line in sys.stdin:
        print(json.dumps({**steps(json.loads(line)), **about}), flush=True)
