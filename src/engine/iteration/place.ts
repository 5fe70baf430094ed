/** ETO and what it is compared with, each under the same exploration budget (paper §4.1, `baselines` of contrail.json). */
export const arms = ['eto', 'beta-0', 'rft', 'best-of-n'] as const;

export type Arm = (typeof arms)[number];

/** The pieces of one iteration; `demonstrate` comes once a seed, before cloning. */
export type Stage = 'demonstrate' | 'explore' | 'pairs' | 'train' | 'evaluate';

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

/** A place as a person reads it: `seed 1, RFT, iteration 2`. */
export function placeText(place: Place): string {
  const arm = place.arm === 'eto' ? [] : [armNames[place.arm]];
  return [`seed ${place.seed}`, ...arm, `iteration ${place.iteration}`].join(', ');
}

export const armNames: Record<Arm, string> = {
  eto: 'ETO',
  'beta-0': 'β = 0',
  rft: 'RFT',
  'best-of-n': 'Best-of-N',
};
