import type { Split } from '../trajectory/trajectory.ts';
import type { WorldPorts } from './environment.ts';

/** A game file and what its path says about it. */
export interface GameFile {
  readonly path: string;
  readonly split: Split;
  /** `<type>-<Obj>-<Mrecep>-<Recep>-<scene>/<trial>` in ALFWorld's tree, else the name of the file without its suffix. */
  readonly id: string;
}

const suffixes: readonly string[] = ['.tw-pddl', '.tw-pddl.gz'];

/** ALFWorld's names of splits; `valid_train` is AgentGym's. */
const folders: Readonly<Record<string, Split>> = {
  train: 'train',
  valid_train: 'val',
  valid_seen: 'seen',
  valid_unseen: 'unseen',
};

/** The game files below a folder, or the one at a path, in the order of their paths. Rejects with a `HumanError`. */
export async function gameFiles(root: string, ports: WorldPorts): Promise<readonly GameFile[]> {
  const base = root.replaceAll('\\', '/').replace(/(?<=.)\/+$/, '');
  const paths = suffixes.some(suffix => base.endsWith(suffix))
    ? [base]
    : (await ports.list(root, suffixes)).map(path => `${base}/${path}`);
  const ids = paths.map(idOf);
  const first = new Map(ids.map((id, index) => [id, index]).toReversed() as [string, number][]);
  const repeated = new Set(ids.filter((id, index) => first.get(id) !== index));
  return paths.map((path, index) => ({
    path,
    split: splitOf(path),
    id: repeated.has(ids[index]!) ? withoutSuffix(path.slice(base.length + 1)) : ids[index]!,
  }));
}

function withoutSuffix(path: string): string {
  return path.replace(/\.tw-pddl(\.gz)?$/, '');
}

function idOf(path: string): string {
  const segments = withoutSuffix(path).split('/');
  return segments.at(-1) === 'game' && segments.length > 2 ? segments.slice(-3, -1).join('/') : segments.at(-1)!;
}

/** What the innermost folder that is called like a split says. */
function splitOf(path: string): Split {
  const named = path
    .split('/')
    .slice(0, -1)
    .findLast(segment => Object.hasOwn(folders, segment));
  return named === undefined ? 'train' : folders[named]!;
}
