"""Plays games in TextWorld itself. Reads one JSON line a play, {"game": path, "actions": [...]}, and answers each
with one: [[feedback, admissible commands, won], ...], the opening first."""

import json
import sys

import textworld

for line in sys.stdin.read().splitlines():
    play = json.loads(line)
    env = textworld.start(play["game"], textworld.EnvInfos(won=True, admissible_commands=True))
    state = env.reset()
    answers = [[state.feedback, state.admissible_commands, state.won]]
    for action in play["actions"]:
        state, _, _ = env.step(action)
        answers.append([state.feedback, state.admissible_commands, state.won])
    print(json.dumps(answers))
