/** ETO and what it is compared with, each under the same exploration budget (paper §4.1, `baselines` of contrail.json). */
export const arms = ['eto', 'beta-0', 'rft', 'rft-eto', 'best-of-n'] as const;

export type Arm = (typeof arms)[number];

/** The pieces of one iteration in their order; `pretrain` and `demonstrate` come once a seed, before cloning. */
export const stages = ['pretrain', 'demonstrate', 'explore', 'pairs', 'train', 'evaluate'] as const;

export type Stage = (typeof stages)[number];

/** Where in a run something happens. Iteration 0 is behavioural cloning, which all arms share. */
export interface Place {
  readonly seed: number;
  readonly arm: Arm;
  readonly iteration: number;
}

/**
 * The folder of a stage inside its run folder, `/` as separator: `seed-1/iteration-2/explore`, baselines one level
 * deeper: `seed-1/rft/iteration-2/train`.
 */
export function stageFolder(place: Place, stage: Stage): string {
  const arm = place.arm === 'eto' || (place.iteration === 0 && place.arm !== 'best-of-n') ? '' : `${place.arm}/`;
  return `seed-${place.seed}/${arm}iteration-${place.iteration}/${stage}`;
}

/** What `stageFolder` was made of; undefined for a folder that is none of a stage. */
export function folderStage(folder: string): { readonly place: Place; readonly stage: Stage } | undefined {
  const [, seed, armName = 'eto', iteration, stageName] =
    /^seed-(\d+)\/(?:([^/]+)\/)?iteration-(\d+)\/([^/]+)$/.exec(folder) ?? [];
  const arm = arms.find(name => name === armName);
  const stage = stages.find(name => name === stageName);
  return arm && stage && { place: { seed: Number(seed), arm, iteration: Number(iteration) }, stage };
}

/** Orders places by seed, ETO before its baselines, then by iteration. */
export function placeOrder(a: Place, b: Place): number {
  return a.seed - b.seed || arms.indexOf(a.arm) - arms.indexOf(b.arm) || a.iteration - b.iteration;
}

/** Whether the training of an iteration clones the policy's own successes; it learns from pairs otherwise. */
export function imitates({ arm, iteration }: Pick<Place, 'arm' | 'iteration'>): boolean {
  return arm === 'rft' || (arm === 'rft-eto' && iteration === 1);
}

/** A place as a person reads it: `seed 1, RFT, iteration 2`. */
export function placeText(place: Place): string {
  const arm = place.arm === 'eto' ? [] : [armNames[place.arm]];
  return [`seed ${place.seed}`, ...arm, `iteration ${place.iteration}`].join(', ');
}

export const armNames: Record<Arm, string> = {
  eto: 'ETO',
  'beta-0': 'β = 0',
  rft: 'RFT',
  'rft-eto': 'RFT, then ETO',
  'best-of-n': 'Best-of-N',
};
