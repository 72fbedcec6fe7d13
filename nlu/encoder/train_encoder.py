"""Trains the sentence encoder by translation ranking: among a thousand sentences, find the one that means the same.

    python train_encoder.py PARALLEL [--to FOLDER] [--minutes 25] [--threads 2]

PARALLEL is a folder of JSON lines (docs/encoder.md). Needs PyTorch and NumPy: requirements.txt. Trains on the CPU.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
from corpus import Corpus, is_held
from parallel import groups
from torch import nn
from torch.nn.functional import cross_entropy, embedding_bag, normalize, silu

ROOT = Path(__file__).resolve().parents[2]
SCALE, MARGIN = 16.0, 0.1
DROPPED = 0.4
BETAS, TINY = (0.9, 0.99), 1e-8


class Block(nn.Module):
    """One residual layer above the summed features."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.widen = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width, bias=False)
        nn.init.zeros_(self.narrow.weight)

    def forward(self, summed: torch.Tensor) -> torch.Tensor:
        return normalize(summed + self.narrow(silu(self.widen(self.norm(summed)))), dim=1)


class Embeddings:
    """The vectors of all features, with Adam for those that a batch touches."""

    def __init__(self, size: int, width: int) -> None:
        self.rows = torch.randn(size, width) * 0.05
        self.mean = torch.zeros(size, width)
        self.square = torch.zeros(size, width)
        self.steps = 0

    def taken(self, flat: np.ndarray) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
        """Which rows these are, their values as a leaf, and each feature's place among them."""
        wanted, inverse = torch.unique(torch.from_numpy(flat.astype(np.int64)), return_inverse=True)
        return wanted, self.rows[wanted].requires_grad_(), inverse

    def step(self, wanted: torch.Tensor, values: torch.Tensor, rate: float) -> None:
        gradient = values.grad
        assert gradient is not None
        self.steps += 1
        mean = self.mean[wanted].lerp_(gradient, 1 - BETAS[0])
        square = self.square[wanted].mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        self.mean[wanted], self.square[wanted] = mean, square
        unbiased = (1 - BETAS[1] ** self.steps) ** 0.5 / (1 - BETAS[0] ** self.steps)
        self.rows[wanted] = values.detach() - rate * unbiased * mean / square.sqrt_().add_(TINY)


def train(corpus: Corpus, width: int, size: int, seconds: float, seed: int) -> "tuple[Embeddings, Block]":
    choice = np.random.default_rng(seed)
    torch.manual_seed(seed)
    embeddings, block = Embeddings(len(corpus.known), width), Block(width)
    adam = torch.optim.Adam(block.parameters(), lr=1e-3)
    targets = [tag for tag in corpus.pools if len(corpus.pools[tag][0]) > 50]
    odds = np.array([0.4 if tag.endswith("-Latn") else 1.0 for tag in targets])
    began, step, shown, told = time.monotonic(), 0, 0.0, 0.0
    while (spent := (time.monotonic() - began) / seconds) < 1:
        rate = min(1.0, (step + 1) / 100) * (1 - spent)
        left, right = corpus.batch(str(choice.choice(targets, p=odds / odds.sum())), size, choice)
        flat, starts = corpus.bags(np.concatenate([left, right]), choice, DROPPED)
        wanted, values, places = embeddings.taken(flat)
        counts = np.maximum(np.diff(starts, append=len(flat)), 1)
        summed = embedding_bag(places, values, torch.from_numpy(starts), mode="sum")
        vectors = block(summed / torch.from_numpy(counts**0.5).float().unsqueeze(1))
        ours, theirs = vectors[: len(left)], vectors[len(left) :]
        alike = ours @ theirs.T - MARGIN * torch.eye(len(left))
        same = (left[:, None] == left) | (right[:, None] == right)
        np.fill_diagonal(same, False)
        alike = (alike * SCALE).masked_fill(torch.from_numpy(same), -1e4)
        right_ones = torch.arange(len(left))
        loss = (cross_entropy(alike, right_ones) + cross_entropy(alike.T, right_ones)) / 2
        adam.zero_grad()
        loss.backward()
        for group in adam.param_groups:
            group["lr"] = 1e-3 * rate
        adam.step()
        embeddings.step(wanted, values, 4e-3 * rate)
        step += 1
        shown = 0.98 * shown + 0.02 * loss.item()
        if time.monotonic() - told > 30:
            told = time.monotonic()
            sys.stdout.write(f"{told - began:6.0f} s  step {step}  loss {shown / (1 - 0.98**step):.3f}\n")
            sys.stdout.flush()
    return embeddings, block


def in_sixteen_steps(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -8 to 7, and the step of each row: of a few, the one that loses least."""
    most = np.abs(rows).max(axis=1)
    least_lost = np.full(len(rows), np.inf)
    best, best_steps = np.zeros(rows.shape, np.int64), np.zeros(len(rows), np.float16)
    for share in (1.0, 0.9, 0.8, 0.7):
        steps = np.maximum(most * share / 7, np.finfo(np.float16).tiny).astype(np.float16)
        whole = np.clip(np.rint(rows / steps.astype(np.float32)[:, np.newaxis]), -8, 7)
        lost = ((whole * steps.astype(np.float32)[:, np.newaxis] - rows) ** 2).sum(axis=1)
        better = lost < least_lost
        least_lost[better], best_steps[better], best[better] = lost[better], steps[better], whole[better]
    return best, best_steps


def save(corpus: Corpus, embeddings: Embeddings, block: Block, folder: Path) -> None:
    """Each number of a row in half a byte, the first half of the row below the second; the layer as it is.

    The rows of frequent features come first: a mapped file costs memory by the page, and a text then needs few pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frequent_first = np.argsort(-np.bincount(corpus.rows, minlength=len(corpus.known)), kind="stable")
    order = np.empty(len(frequent_first), np.uint32)
    order[frequent_first] = np.arange(len(order))
    whole, steps = in_sixteen_steps(embeddings.rows.numpy()[frequent_first])
    half = whole.shape[1] // 2
    packed = (whole[:, :half] + 8) | (whole[:, half:] + 8) << 4
    np.save(folder / "keys.npy", corpus.known.astype(np.uint32))
    np.save(folder / "order.npy", order)
    np.save(folder / "rows.npy", packed.astype(np.uint8))
    np.save(folder / "steps.npy", steps)
    layer = {
        "gain": block.norm.weight,
        "shift": block.norm.bias,
        "widen": block.widen.weight.T,
        "bias": block.widen.bias,
        "narrow": block.narrow.weight.T,
    }
    np.savez(folder / "block.npz", **{name: np.ascontiguousarray(array.detach().numpy()) for name, array in layer.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parallel", type=Path)
    parser.add_argument("--to", type=Path, default=ROOT / "bot" / "understanding" / "model" / "encoder")
    parser.add_argument("--features", type=int, default=200_000)
    parser.add_argument("--width", type=int, default=160)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    began = time.monotonic()
    read = (group for group in groups(asked.parallel, ROOT / "locales") if not is_held(group))
    corpus = Corpus.of(read, asked.features, 3, asked.seed)
    sys.stdout.write(
        f"{len(corpus.members)} groups, {len(corpus.starts) - 1} texts, {len(corpus.known)} features, "
        f"{time.monotonic() - began:.0f} s\n"
    )
    embeddings, block = train(corpus, asked.width, asked.batch, 60 * asked.minutes, asked.seed)
    save(corpus, embeddings, block, asked.to)


if __name__ == "__main__":
    main()
