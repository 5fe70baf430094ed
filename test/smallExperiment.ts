/** An experiment whose whole loop, on twelve tasks, takes seconds. */
export const smallExperiment = {
  name: 'small',
  environment: { tasks: { train: 12, val: 2, seen: 3, unseen: 3, demonstrations: 4 } },
  explore: { rollouts: 3 },
  train: { cloning: { epochs: 1 } },
  iterations: 1,
  baselines: [],
};
