import type { Trajectory } from '../../../src/engine/trajectory/trajectory.ts';

/** A small trajectory that uses every field there is. */
export const sample: Trajectory = {
  id: 'mug-1#0',
  task: { environment: 'household', split: 'train', id: 'mug-1', instruction: 'put a mug on a shelf' },
  opening: 'you are in a kitchen\nyour task is to put a mug on a shelf',
  steps: [
    {
      thought: 'look first',
      action: 'go to shelf 1',
      text: 'Thought: look first\nAction: go to shelf 1',
      flags: [],
      observation: 'on shelf 1 you see a mug 1',
      reward: 0,
      valid: true,
      usage: { promptTokens: 20, completionTokens: 9, cachedTokens: 4 },
      logProbability: -1.5,
    },
    {
      thought: 'hm',
      action: '',
      text: 'hm',
      flags: ['no-action', 'cut-off'],
      reasoning: 'private',
      observation: 'no action was found',
      reward: null,
      valid: false,
      usage: { promptTokens: 30, completionTokens: 1 },
    },
  ],
  outcome: { reward: null, success: false, ending: 'timeout', message: 'the server gave no answer' },
  source: { policy: 'tiny', seed: 3, rollout: 0, temperature: 0.5, iteration: 1, parent: { id: 'mug-1#1', steps: 1 } },
};
