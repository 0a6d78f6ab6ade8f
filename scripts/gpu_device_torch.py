"""PyTorch's times for the training of scripts/gpu-device.mjs, on the same card: epochs of the notebook's loop, and steps on data that are there.

Prints one line of JSON a measurement. Run by gpu-device.mjs where TORCH_PYTHON names a Python with torch.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

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


def epochs(cell: str, hidden: int, batch: int, count: int, times: int) -> list[float]:
    model = Classifier(hidden, cell).cuda().train()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    loss_of = nn.CrossEntropyLoss()
    loader = DataLoader(TensorDataset(*series(count)), batch_size=batch, shuffle=True)
    taken = []
    for _ in range(times):
        torch.cuda.synchronize()
        started = time.perf_counter()
        for x, y in loader:
            x, y = x.cuda(), y.cuda()
            optimizer.zero_grad()
            logits = model(x)
            loss = loss_of(logits, y)
            loss.backward()
            # The notebook's loop reads both; ours also gives the norm of the gradients.
            loss.item()
            (logits.argmax(1) == y).sum().item()
            optimizer.step()
        torch.cuda.synchronize()
        taken.append(round(time.perf_counter() - started, 4))
    return taken


if __name__ == "__main__":
    torch.manual_seed(7)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    cell, hidden, batch, count, times = sys.argv[1], *map(int, sys.argv[2:6])
    print(json.dumps({"torch": torch.__version__, "cudnn": torch.backends.cudnn.version(), "card": torch.cuda.get_device_name(), "epochs": epochs(cell, hidden, batch, count, times)}))
