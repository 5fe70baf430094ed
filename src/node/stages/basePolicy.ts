import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HumanError } from '../../engine/problem.ts';

/** How lineage names the pre-trained policy that Contrail ships. */
export const basePolicy = 'base';

/** The path of that policy: beside the bundle, or in the project when run from source. */
export function basePolicyPath(): string {
  const start = typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, 'media', 'base.policy');
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) break;
  }
  throw new HumanError('The pre-trained policy media/base.policy is missing; make it with `contrail pretrain`.');
}
