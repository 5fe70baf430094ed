import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HumanError } from '../../engine/problem.ts';

/** How lineage names the pre-trained policy that Contrail ships. */
export const basePolicy = 'base';

/** The path of that policy: beside the bundle, or in the project when run from source. */
export function basePolicyPath(): string {
  const starts = [typeof __dirname === 'string' ? __dirname : import.meta.dirname, dirname(process.argv[1] ?? '.')];
  for (const start of starts) {
    for (let folder = start; ; folder = dirname(folder)) {
      const path = join(folder, 'media', 'base.policy');
      if (existsSync(path)) return path;
      if (dirname(folder) === folder) break;
    }
  }
  throw new HumanError('The pre-trained policy media/base.policy is missing; make it with `contrail pretrain`.');
}
