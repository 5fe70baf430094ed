"""The built-in model in PyTorch, as a baseline. Reads requests {shape, sequences, pairs, threads, seconds} from standard
input, one a line, a sequence being {tokens, weights}; answers each with a line, the training tokens a second of the
fastest step: a second of the processor on one thread, of the clock on several. With pairs it is DPO, and the first half
of the sequences are the chosen sides. Batches are padded to their longest sequence."""
import json
import math
import sys
import time

import torch
import torch.nn.functional as F


def parameter(*size):
    return torch.nn.Parameter(torch.randn(*size) / math.sqrt(size[0]) if len(size) > 1 else torch.ones(*size))


class Model:
    def __init__(self, vocabulary, width, layers, hidden, slopes):
        torch.manual_seed(1)
        self.width, self.slopes = width, slopes
        self.embedding = parameter(vocabulary, width)
        self.shift = torch.nn.Parameter(torch.zeros(2, width))
        self.last = parameter(width)
        self.layers = [
            (
                parameter(width),
                parameter(width, 3 * width),
                parameter(width, width),
                parameter(width),
                parameter(width, hidden),
                parameter(hidden, width),
            )
            for _ in range(layers)
        ]
        self.parameters = [self.embedding, self.shift, self.last, *(part for layer in self.layers for part in layer)]

    def alibi(self, rows):
        distance = torch.arange(rows)[:, None] - torch.arange(rows)[None, :]
        bias = -torch.tensor(self.slopes)[:, None, None] * distance
        return bias.masked_fill(distance < 0, -math.inf)[None]

    def normalise(self, x, gain):
        return F.rms_norm(x, (self.width,), gain, 1e-5)

    def log_probabilities(self, tokens, bias):
        rows, heads = tokens.shape[1] - 1, len(self.slopes)
        current = F.embedding(tokens[:, :-1], self.embedding)
        x = current + self.shift[0] * F.pad(current, (0, 0, 1, 0))[:, :-1]
        x = x + self.shift[1] * F.pad(current, (0, 0, 2, 0))[:, :-2]
        for norm, mix, out, hidden_norm, hidden_in, hidden_out in self.layers:
            mixed = (self.normalise(x, norm) @ mix).view(-1, rows, 3, heads, self.width // heads)
            attended = F.scaled_dot_product_attention(*mixed.permute(2, 0, 3, 1, 4), attn_mask=bias)
            x = x + attended.transpose(1, 2).reshape(-1, rows, self.width) @ out
            x = x + F.relu(self.normalise(x, hidden_norm) @ hidden_in) @ hidden_out
        logits = self.normalise(x, self.last) @ self.embedding.T
        return -F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten(), reduction="none").view(-1, rows)


def cloning(found, weights, reference):
    return -(found * weights).sum() / weights.sum()


def preference(found, weights, reference):
    sums, half = (found * weights).sum(1), len(found) // 2
    delta = (sums - reference)[:half] - (sums - reference)[half:]
    return (-F.logsigmoid(0.3 * delta) - 20 * sums[:half] / weights[:half].sum(1)).mean()


def tokens_per_second(request):
    torch.set_num_threads(request["threads"])
    model, sequences = Model(**request["shape"]), request["sequences"]
    optimiser = torch.optim.Adam(model.parameters, lr=1e-3, betas=(0.9, 0.98))
    loss = preference if request["pairs"] else cloning
    rows = max(len(sequence["tokens"]) for sequence in sequences)
    padded = lambda values: values + [0] * (rows - len(values))
    tokens = torch.tensor([padded(sequence["tokens"]) for sequence in sequences])
    weights = torch.tensor([padded(sequence["weights"]) for sequence in sequences], dtype=torch.float32)[:, 1:]
    bias = model.alibi(rows - 1)
    with torch.no_grad():
        reference = (model.log_probabilities(tokens, bias) * weights).sum(1)
    count = sum(len(sequence["tokens"]) for sequence in sequences)
    clock = time.process_time if request["threads"] == 1 else time.perf_counter
    best, steps, end = 0.0, 0, time.perf_counter() + request["seconds"]
    while steps < 3 or time.perf_counter() < end:
        start = clock()
        optimiser.zero_grad()
        loss(model.log_probabilities(tokens, bias), weights, reference).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters, 1)
        optimiser.step()
        best, steps = max(best, count / (clock() - start)), steps + 1
    return best


for line in sys.stdin:
    print(tokens_per_second(json.loads(line)), flush=True)
