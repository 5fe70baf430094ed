import type { Arm } from '../iteration/place.ts';

/** What a new experiment is about. */
export interface ExperimentChoices {
  readonly name: string;
  readonly environment: { readonly name: 'household' } | { readonly name: 'alfworld'; readonly root: string };
  readonly policy:
    | { readonly kind: 'builtin' }
    | { readonly kind: 'openai'; readonly baseURL: string; readonly model: string; readonly keyVariable?: string };
  readonly baselines: readonly Exclude<Arm, 'eto'>[];
}

/**
 * The text of a new `contrail.json`: short, because the defaults are the recipe. What is written for the household keeps
 * the whole loop on two cores under two minutes, and each of the baselines `rft` and `beta-0` near one.
 */
export function experimentText(choices: ExperimentChoices): string {
  const isTrained = choices.policy.kind === 'builtin';
  const lines = [
    `// ${isTrained ? 'The whole ETO loop' : 'Exploration and evaluation'} ${world(choices)}, ${player(choices)}.`,
    '// Hover over a key for what it means; leave one out to take its default.',
    `"name": ${JSON.stringify(choices.name)},`,
    '"environment": {',
    ...environment(choices).map(line => `  ${line}`),
    '},',
    ...policy(choices),
    ...(isTrained ? loop(choices) : explored),
    '"seeds": [1]',
  ];
  return `{\n${lines.map(line => `  ${line}\n`).join('')}}\n`;
}

function world({ environment }: ExperimentChoices): string {
  return environment.name === 'household' ? 'on a generated household' : 'on ALFWorld';
}

function player({ policy }: ExperimentChoices): string {
  return policy.kind === 'builtin' ? 'with the model that Contrail ships' : 'with a model behind a server';
}

function environment({ environment }: ExperimentChoices): string[] {
  if (environment.name === 'household')
    return [
      '"name": "household",',
      '"tasks": { "train": 1000, "val": 200, "seen": 200, "unseen": 200, "demonstrations": 25 }',
    ];
  return [
    '"name": "alfworld",',
    `"root": ${JSON.stringify(environment.root)},`,
    '// A few tasks at first; the whole of ALFWorld has 3553 for training, 140 seen and 134 unseen.',
    '"tasks": { "train": 100, "val": 20, "seen": 50, "unseen": 50, "demonstrations": 25 }',
  ];
}

function policy({ environment, policy }: ExperimentChoices): string[] {
  const explore = environment.name === 'alfworld' ? ['// As in the paper.', '"explore": { "maxSteps": 40 },'] : [];
  if (policy.kind === 'builtin') return ['"policy": { "kind": "builtin" },', ...explore];
  const { baseURL, model, keyVariable } = policy;
  return [
    '"policy": {',
    '  "kind": "openai",',
    `  "baseURL": ${JSON.stringify(baseURL)},`,
    `  "model": ${JSON.stringify(model)}${keyVariable === undefined ? '' : ','}`,
    ...(keyVariable === undefined
      ? []
      : ['  // The name of a variable, never the key itself.', `  "keyVariable": ${JSON.stringify(keyVariable)}`]),
    '},',
    ...explore,
  ];
}

function loop({ baselines }: ExperimentChoices): string[] {
  return [
    '"iterations": 2,',
    ...(baselines.length > 0 ? [] : ['// What ETO is compared with, such as "rft" or "beta-0".']),
    `"baselines": ${JSON.stringify(baselines).replaceAll(',', ', ')},`,
  ];
}

const explored = [
  '// A model behind a server is not trained here: explore, build pairs, evaluate.',
  '"baselines": [],',
];
