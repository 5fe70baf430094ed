/** How trainers call what Contrail calls by one name: TRL, LLaMA-Factory, OpenRLHF and their like. */
const aliases: Readonly<Record<string, string>> = {
  'rewards/chosen': 'chosenReward',
  'rewards/rejected': 'rejectedReward',
  'rewards/margins': 'margin',
  'rewards/accuracies': 'accuracy',
  'logps/chosen': 'chosenLogProbability',
  'logps/rejected': 'rejectedLogProbability',
  'lengths/chosen': 'chosenLength',
  'lengths/rejected': 'rejectedLength',
  nll_loss: 'nll',
  grad_norm: 'gradientNorm',
  learning_rate: 'learningRate',
  lr: 'learningRate',
  global_step: 'step',
  current_steps: 'step',
};

/** What stands behind a metric that was measured on held-out pairs during training. */
export const heldOut = ' (held out)';

/** Contrail's name of a metric: its own, what another trainer's means, or an unknown one as it is. */
export function metricName(name: string): string {
  // Every step of every training comes by here.
  if (!name.includes('/') && !name.includes('_')) return Object.hasOwn(aliases, name) ? aliases[name]! : name;
  const [, evaluation, rest = name] = /^(?:train\/)?(eval[/_])?(.+)$/s.exec(name) ?? [];
  const known = Object.hasOwn(aliases, rest) ? aliases[rest]! : rest;
  return evaluation ? known + heldOut : known;
}
