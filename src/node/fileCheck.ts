import { open } from 'node:fs/promises';
import { parseConfiguration } from '../engine/configuration/parse.ts';
import { parseGame } from '../engine/environments/household/gameFile.ts';
import { HumanError, type Problem } from '../engine/problem.ts';
import { parseStudy } from '../engine/study/parseStudy.ts';
import { fileError } from './fileError.ts';
import { checkPairs } from './pairCheck.ts';
import { trajectoriesIn } from './trajectoryReader.ts';
import { worldPorts } from './worldPorts.ts';

/** What a file is, as far as Contrail can check it. */
export type CheckedKind = 'game' | 'pairs' | 'trajectories' | 'configuration' | 'study';

/** Everything that is wrong with a file, in the order of its lines; a file that cannot be read is a problem too. */
export async function* checkFile(path: string): AsyncGenerator<Problem, void> {
  try {
    yield* checks[await kindOf(path)](path);
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    if (error.problems.length > 0) yield* error.problems;
    else yield { file: path, line: 0, message: error.message };
  }
}

const checks: Record<CheckedKind, (path: string) => AsyncGenerator<Problem, void>> = {
  game: async function* (path) {
    const parsed = parseGame(await worldPorts.readText(path), path);
    if ('problems' in parsed) yield* parsed.problems;
  },
  pairs: async function* (path) {
    yield* await checkPairs(path);
  },
  trajectories: checkTrajectories,
  configuration: async function* (path) {
    const parsed = parseConfiguration(await worldPorts.readText(path), path);
    if ('problems' in parsed) yield* parsed.problems;
  },
  study: async function* (path) {
    const parsed = parseStudy(await worldPorts.readText(path), path);
    if ('problems' in parsed) yield* parsed.problems;
  },
};

async function* checkTrajectories(path: string): AsyncGenerator<Problem, void> {
  const ids = new Set<string>();
  for await (const entry of trajectoriesIn(path)) {
    if ('problem' in entry) yield entry.problem;
    else if (ids.size === ids.add(entry.value.id).size) {
      const message = `"${entry.value.id}" stands on an earlier line too; only the first is used.`;
      yield { file: path, line: entry.line, field: 'trajectory_id', message };
    }
  }
}

/** Told by the name where that says it, else by what the file begins with. Rejects with a `HumanError` for anything else. */
async function kindOf(path: string): Promise<CheckedKind> {
  if (/\.tw-pddl(\.gz)?$/.test(path)) return 'game';
  if (/\.pairs\.jsonl$/.test(path)) return 'pairs';
  if (/\.trajectories\.jsonl$/.test(path)) return 'trajectories';
  const head = await headOf(path);
  if (/"contrail-pair-\d+"/.test(head)) return 'pairs';
  if (/"ATIF-v[\d.]+"/.test(head)) return 'trajectories';
  if (/"pddl_domain"|"pddl_problem"/.test(head)) return 'game';
  if (/\.jsonc?$/.test(path)) return /"variants"\s*:/.test(head) ? 'study' : 'configuration';
  if (/\.jsonl$/.test(path)) return 'trajectories';
  throw new HumanError(
    'It is none of what can be checked: a game (*.tw-pddl, *.tw-pddl.gz), trajectories or pairs (*.jsonl), a contrail.json, a study.',
  );
}

/** The first 64 KiB of a file as text. */
async function headOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}
