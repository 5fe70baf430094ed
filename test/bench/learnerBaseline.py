"""The built-in model in PyTorch on one thread, as a baseline. Reads {seconds, runs: {name: sequences}} from standard
input, a sequence being {tokens, weights}; prints the training tokens a second of each run. A run whose name ends in
"pairs" is DPO: the first half of its sequences are the chosen sides. Batches are padded to their longest sequence."""
import json
import math
import sys
import time

import torch
import torch.nn.functional as F

VOCABULARY, WIDTH, LAYERS, HIDDEN, SLOPES = 80, 64, 2, 128, (0.5, 0.125, 0.03, 0.0)
HEADS, HEAD = len(SLOPES), WIDTH // len(SLOPES)

torch.manual_seed(1)
torch.set_num_threads(1)


def parameter(*size):
    return torch.nn.Parameter(torch.randn(*size) / math.sqrt(size[0]) if len(size) > 1 else torch.ones(*size))


embedding = parameter(VOCABULARY, WIDTH)
shift = torch.nn.Parameter(torch.zeros(2, WIDTH))
layers = [
    (
        parameter(WIDTH),
        parameter(WIDTH, 3 * WIDTH),
        parameter(WIDTH, WIDTH),
        parameter(WIDTH),
        parameter(WIDTH, HIDDEN),
        parameter(HIDDEN, WIDTH),
    )
    for _ in range(LAYERS)
]
last = parameter(WIDTH)
parameters = [embedding, shift, last, *(tensor for layer in layers for tensor in layer)]
optimiser = torch.optim.Adam(parameters, lr=1e-3, betas=(0.9, 0.98))


def alibi(rows):
    distance = torch.arange(rows)[:, None] - torch.arange(rows)[None, :]
    bias = -torch.tensor(SLOPES)[:, None, None] * distance
    return bias.masked_fill(distance < 0, -math.inf)[None]


def normalise(x, gain):
    return F.rms_norm(x, (WIDTH,), gain, 1e-5)


def log_probabilities(tokens, bias):
    rows = tokens.shape[1] - 1
    current = F.embedding(tokens[:, :-1], embedding)
    x = current + shift[0] * F.pad(current, (0, 0, 1, 0))[:, :-1] + shift[1] * F.pad(current, (0, 0, 2, 0))[:, :-2]
    for norm, mix, out, hidden_norm, hidden_in, hidden_out in layers:
        parts = (normalise(x, norm) @ mix).view(-1, rows, 3, HEADS, HEAD).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(*parts, attn_mask=bias)
        x = x + attended.transpose(1, 2).reshape(-1, rows, WIDTH) @ out
        x = x + F.relu(normalise(x, hidden_norm) @ hidden_in) @ hidden_out
    logits = normalise(x, last) @ embedding.T
    return -F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none").view(-1, rows)


def cloning(found, weights, reference):
    return -(found * weights).sum() / weights.sum()


def preference(found, weights, reference):
    sums, half = (found * weights).sum(1), len(found) // 2
    delta = (sums - reference)[:half] - (sums - reference)[half:]
    return (-F.logsigmoid(0.3 * delta) - 20 * sums[:half] / weights[:half].sum(1)).mean()


def tokens_per_second(loss, sequences, seconds):
    rows = max(len(sequence["tokens"]) for sequence in sequences)
    padded = lambda values: values + [0] * (rows - len(values))
    tokens = torch.tensor([padded(sequence["tokens"]) for sequence in sequences])
    weights = torch.tensor([padded(sequence["weights"]) for sequence in sequences], dtype=torch.float32)[:, 1:]
    bias = alibi(rows - 1)
    with torch.no_grad():
        reference = (log_probabilities(tokens, bias) * weights).sum(1)
    count = sum(len(sequence["tokens"]) for sequence in sequences)
    best, end = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        optimiser.zero_grad()
        loss(log_probabilities(tokens, bias), weights, reference).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1)
        optimiser.step()
        best = max(best, count / (time.perf_counter() - start))
    return best


task = json.load(sys.stdin)
print(
    json.dumps(
        {
            name: tokens_per_second(preference if name.endswith("pairs") else cloning, sequences, task["seconds"])
            for name, sequences in task["runs"].items()
        }
    )
)
