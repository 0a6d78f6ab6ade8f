"""The models, the data and the training loop of the course notebook (its oracle is lab.py), for the peers beside this file."""
import importlib.util
import math
from pathlib import Path
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Recurrent(nn.Module):
    def __init__(self, cell="lstm"):
        super().__init__()
        # the notebook names this attribute lstm whatever the cell
        self.lstm = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](1, 64, 2, batch_first=True, bidirectional=True, dropout=0.3)
        self.attention = nn.Linear(128, 1)
        self.classifier = nn.Sequential(nn.Linear(128, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 2))

    def forward(self, x):
        out, _ = self.lstm(x)
        w = torch.softmax(self.attention(out).squeeze(-1), dim=1)
        return self.classifier((out * w.unsqueeze(-1)).sum(dim=1))


class Convolutional(nn.Module):
    """FCN of Wang et al. 2017 with other channels: Conv1d, BatchNorm, ReLU three times, the mean over time, a linear layer."""

    def __init__(self, channels=(64, 128, 64), kernels=(7, 5, 3)):
        super().__init__()
        blocks, inputs = [], 1
        for outputs, kernel in zip(channels, kernels):
            blocks += [nn.Conv1d(inputs, outputs, kernel, padding="same", bias=False), nn.BatchNorm1d(outputs), nn.ReLU()]
            inputs = outputs
        self.features = nn.Sequential(*blocks)
        self.classifier = nn.Linear(inputs, 2)

    def forward(self, x):
        return self.classifier(self.features(x.transpose(1, 2)).mean(dim=2))


class OfZoo(nn.Module):
    """A network of the fixtures, which take (B, C, T). What a user would compute once or in one go is so here too."""

    def __init__(self, model, length):
        super().__init__()
        path = Path(__file__).parents[2] / "test" / "fixtures" / "zoo.py"
        spec = importlib.util.spec_from_file_location("zoo", path)
        zoo = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(zoo)
        kinds = {"mlp": zoo.Mlp, "fcn": zoo.Fcn, "resnet": zoo.Resnet, "inception-time": zoo.InceptionTime, "lstm-fcn": zoo.RecurrentFcn, "lite": zoo.Lite, "transformer": zoo.Transformer, "conv-tran": zoo.ConvTran}
        # As many levels as the preset takes for series of this length.
        self.inner = zoo.Tcn(length, 1, 2, widths=(25,) * 4) if model == "tcn" else kinds[model](length, 1, 2)
        filters = zoo.trend_filters()
        weights = torch.zeros(len(filters), 1, 96)
        for row, f in zip(weights, filters):
            first = 95 // 2 - (len(f) - 1) // 2
            row[0, first : first + len(f)] = f
        zoo.hybrid = lambda x: nn.functional.conv1d(x, weights, padding="same")
        size, scale = (16, 16 / length) if model == "conv-tran" else (64, 1)
        table = zoo.positions(length, size, scale, dtype=torch.float32)
        zoo.positions = lambda *sizes, **more: table

    def forward(self, x):
        return self.inner(x.transpose(1, 2))


def create(model, length=200):
    if model == "cnn":
        return Convolutional()
    return Recurrent(model) if model in ("lstm", "gru") else OfZoo(model, length)


def waves(samples, length, count):
    """The first `count` training series of the notebook's data set."""
    np.random.seed(7)
    x = np.linspace(0, 2 * math.pi, length)
    bases = (np.sin(x), np.sign(np.sin(x)))
    signals = np.stack([base + np.random.normal(scale=0.15, size=length) for _ in range(samples // 2) for base in bases])
    signals = signals.astype(np.float32)
    labels = np.tile([0, 1], samples // 2).astype(np.int64)
    signals = signals / np.abs(signals).max()
    order = np.random.permutation(len(labels))[:count]
    return TensorDataset(torch.tensor(signals[order]).unsqueeze(-1), torch.tensor(labels[order]))


class Training:
    def __init__(self, model, samples, length, count, batch):
        torch.manual_seed(7)
        self.count = count
        self.loader = DataLoader(waves(samples, length, count), batch_size=batch, shuffle=True)
        self.model = create(model, length)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def steps(self):
        """One epoch, yielding the loss of each batch times its series."""
        self.model.train()
        for x, y in self.loader:
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(x), y)
            loss.backward()
            self.optimizer.step()
            yield loss.item() * len(y)
