import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from '../node/fileError.ts';

/** The demo's experiment. The defaults are the recipe; what is written here keeps the whole table under five minutes. */
const experiment = `{
  // Contrail's demo: the whole ETO loop on a generated household, with the model that Contrail ships.
  // Hover over a key for what it means; leave one out to take its default.
  "name": "demo",
  "environment": {
    "name": "household",
    "tasks": { "train": 1000, "val": 200, "seen": 200, "unseen": 200, "demonstrations": 25 }
  },
  "policy": { "kind": "builtin" },
  "iterations": 2,
  "baselines": ["beta-0", "rft"],
  "seeds": [1]
}
`;

/** Writes the demo's contrail.json into `folder` unless there is one, and returns its path. */
export function writeDemoWorkspace(folder: string): string {
  const file = join(folder, 'contrail.json');
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, experiment);
    return file;
  } catch (error) {
    throw fileError(error, 'write', file);
  }
}
