import { seedOf } from '../random.ts';
import type { Split } from '../trajectory/trajectory.ts';
import type { GameFile } from './gameFolder.ts';

/** `environment.holdOut` of contrail.json: what of the training games is kept apart, each a share in [0, 1]. */
export interface HoldOut {
  /** Of the scenes that games lie in: all games of such a scene become `unseen`. */
  readonly unseen: number;
  /** Of the remaining task folders: their games become `seen`, and other tasks of the same scenes stay in training. */
  readonly seen: number;
  /** Of the remaining task folders: their games become `val`. */
  readonly val: number;
}

/**
 * Makes test splits out of training games, for folders that have none. A game's split depends on its path and the
 * shares alone: trials of one task folder stay together, a scene (the number at the end of the folder's name) is
 * `unseen` as a whole, and splits for which the folder has games of its own stand as they are. The games come in an
 * order drawn from their ids, so that the first ones of a split are a fair sample of it.
 */
export function holdOut(files: readonly GameFile[], shares: HoldOut): readonly GameFile[] {
  const present = new Set(files.map(({ split }) => split));
  const share = (split: keyof HoldOut) => (present.has(split) ? 0 : shares[split]);
  const splitOf = ({ path }: GameFile): Split => {
    const folder = taskFolder(path);
    const scene = /-(\d+)$/.exec(folder)?.[1];
    if (scene !== undefined && chance('scene', scene) < share('unseen')) return 'unseen';
    const drawn = chance('folder', folder);
    if (drawn < share('val')) return 'val';
    return drawn < share('val') + share('seen') ? 'seen' : 'train';
  };
  return files
    .map(file => ({ order: seedOf('order of games', file.id), file }))
    .sort((a, b) => a.order - b.order)
    .map(({ file }) => (file.split === 'train' ? { ...file, split: splitOf(file) } : file));
}

/** A number in [0, 1) that belongs to a name. */
function chance(kind: 'scene' | 'folder', name: string): number {
  return seedOf('held out', kind, name) / 2 ** 32;
}

/** `<task>` of `…/<task>/<trial>/game.tw-pddl`, else the name of the file itself. */
function taskFolder(path: string): string {
  const segments = path.replace(/\.tw-pddl(\.gz)?$/, '').split('/');
  return segments.at(-1) === 'game' && segments.length > 2 ? segments.at(-3)! : segments.at(-1)!;
}
