"""Plays games in TextWorld itself, with ALFWorld's names where ids look like ALFRED's. Reads one JSON line a game,
{"game": source, "seed": number, "steps": number}, plays admissible and senseless commands drawn with the seed, and
answers each with one: [[command, feedback, admissible commands, won], ...], the opening first with an empty command."""

import json
import random
import sys
from collections import Counter

from textworld.core import EnvInfos
from textworld.envs.pddl import PddlEnv


def rename(infos):
    ids = sorted(infos)
    left = Counter(class_of(id) for id in ids if "_bar_" in id)
    if not left:
        return
    for id in ids:
        if "_bar_" in id:
            name = class_of(id)
            infos[id].name = "%s %d" % (name, left[name])
            left[name] -= 1
        else:
            infos[id].name = id + " "


def class_of(id):
    return id.split("_bar_")[0] + ("basin" if "basin" in id else "")


def command(rng, admissible):
    near = [one for one in admissible if not one.startswith("go to")]
    chosen = rng.choice(near if near and rng.random() < 0.6 else admissible)
    kind = rng.random()
    if kind < 0.8:
        return chosen
    if kind < 0.85:
        return " \t" + chosen + "\n"
    if kind < 0.9:
        return chosen.title()
    return rng.choice(["", "dance", chosen + " now", chosen.replace(" ", "  ")])


for line in sys.stdin.read().splitlines():
    play = json.loads(line)
    env = PddlEnv(EnvInfos(won=True, admissible_commands=True))
    env.load(play["game"])
    rename(env._entity_infos)
    rng = random.Random(play["seed"])
    state = env.reset()
    told = [["", state.feedback, state.admissible_commands, state.won]]
    for _ in range(play["steps"]):
        if not state.admissible_commands:
            break
        action = command(rng, state.admissible_commands)
        state, _, _ = env.step(action)
        told.append([action, state.feedback, state.admissible_commands, state.won])
    print(json.dumps(told))
