import type { Settings } from '../study.ts';

/** Tasks of the built-in world that no default of Contrail was chosen on: of another seed of the world than the default. */
export const heldTasks: NonNullable<Settings['environment']> = {
  name: 'household',
  seed: 7,
  tasks: { train: 1000, val: 200, seen: 500, unseen: 500, demonstrations: 25 },
};
