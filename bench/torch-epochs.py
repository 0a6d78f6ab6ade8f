"""The lab's training epoch in PyTorch, on request: a line "go" on stdin runs one epoch and prints its seconds.

    python torch-epochs.py --threads 2 --cell lstm

The model, the data and the loop are those of the course notebook (shared/oracle/lab.py); only the asking differs.
"""
import argparse, math, sys, time
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

p = argparse.ArgumentParser()
p.add_argument("--threads", type=int, default=1)
p.add_argument("--cell", choices=["lstm", "gru"], default="lstm")
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(7)
np.random.seed(7)


def wave(kind):
    x = np.linspace(0, 2 * math.pi, 200)
    base = np.sin(x) if kind == "sine" else np.sign(np.sin(x))
    return base + np.random.normal(scale=0.15, size=200)


signals = np.stack([wave(k) for _ in range(600) for k in ("sine", "square")]).astype(np.float32)
labels = np.tile([0, 1], 600).astype(np.int64)
signals /= np.abs(signals).max()
order = np.random.permutation(1200)[:840]
loader = DataLoader(TensorDataset(torch.tensor(signals[order]).unsqueeze(-1), torch.tensor(labels[order])), batch_size=32, shuffle=True)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = {"lstm": nn.LSTM, "gru": nn.GRU}[a.cell](1, 64, 2, batch_first=True, bidirectional=True, dropout=0.3)
        self.attention = nn.Linear(128, 1)
        self.classifier = nn.Sequential(nn.Linear(128, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 2))

    def forward(self, x):
        out, _ = self.lstm(x)
        w = torch.softmax(self.attention(out).squeeze(-1), dim=1)
        return self.classifier((out * w.unsqueeze(-1)).sum(dim=1))


model = Classifier()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
model.train()
print(torch.__version__, flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    print(time.perf_counter() - start, total / 840, flush=True)
