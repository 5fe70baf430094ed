import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { encodeTrajectory } from '../../../src/engine/trajectory/atif.ts';
import { EpisodeFilesService } from '../../../src/node/episodeFiles/episodeFilesService.ts';
import type { EpisodeView, FileStatus } from '../../../src/protocol/episodeFiles.ts';
import { type EpisodeOptions, episode } from '../../engine/episodes.ts';

/** A folder that is gone after the tests of a file, and a service that reads in it. */
export function testFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'contrail-'));
  const service = new EpisodeFilesService();
  after(async () => {
    await service.dispose();
    rmSync(folder, { recursive: true });
  });
  return { service, file: (name: string) => join(folder, name) };
}

/** One line of a trajectory file, its end included. */
export function lineOf(options: EpisodeOptions = {}): string {
  return `${encodeTrajectory(episode(options))}\n`;
}

/** Lines of `count` episodes with ids `task-<n>#0`. */
export function linesOf(count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => {
    const task = `task-${from + index}`;
    return lineOf({ id: `${task}#0`, task: { id: task } });
  }).join('');
}

/** A view of everything in the file's order, unless told otherwise. */
export function view(options: Partial<EpisodeView> = {}): EpisodeView {
  return { filter: '', sort: [], group: 'none', ...options };
}

/** The status once everything is summarised that stands in the file. */
export async function whole(service: EpisodeFilesService, path: string): Promise<FileStatus> {
  const signal = AbortSignal.timeout(10_000);
  let status = await service.status({ path });
  while (!status.complete) status = await service.changed({ path, version: status.version }, signal);
  return status;
}

/** Makes a file look as if it was last written a minute ago. */
export function rest(path: string): void {
  const then = Date.now() / 1000 - 60;
  utimesSync(path, then, then);
}
