import { mkdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isRecord } from '../../engine/configuration/canonical.ts';
import type { Configuration } from '../../engine/configuration/schema.ts';
import { mergeSettings } from '../../engine/study/mergeSettings.ts';
import { configurationFrom, type Study, type Variant, variantSettings } from '../../engine/study/study.ts';
import { fileError } from '../fileError.ts';
import { writeWhole } from '../wholeFile.ts';

/** A variant of a study as an ordinary run. */
export interface VariantRun {
  readonly variant: Variant;
  /** The run folder; relative paths of the configuration start there. */
  readonly folder: string;
  /** The contrail.json that stands in the folder. */
  readonly text: string;
  readonly configuration: Configuration;
}

/** Where a study's runs are, and what is asked of them. */
export interface StudyPlan {
  readonly study: Study;
  /** Folder that relative paths in the study start at. */
  readonly base: string;
  /** Folder of the study's runs. */
  readonly folder: string;
  readonly seeds: readonly number[];
  /** At most so many tasks, pairs or trajectories a stage. */
  readonly limit?: number;
  /** Threads of the built-in model. */
  readonly threads?: number;
}

/** The run of each variant of a study. */
export function variantRuns({ study, base, folder, seeds, threads }: StudyPlan): VariantRun[] {
  return study.variants.map(variant => {
    const at = join(folder, variant.name);
    const settings = relocated(variantSettings(study, variant, seeds), base, at);
    const paced = threads === undefined ? settings : mergeSettings(settings, { explore: { threads } });
    return {
      variant,
      folder: at,
      text: `${JSON.stringify(settings, undefined, 2)}\n`,
      configuration: configurationFrom(paced as object),
    };
  });
}

/** Writes a run's contrail.json into its folder. */
export async function writeVariantRun({ folder, text }: VariantRun): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(error, 'create the folder', folder);
  }
  await writeWhole(join(folder, 'contrail.json'), text);
}

/** Fields that hold paths. */
const paths: readonly (readonly [section: string, field: string])[] = [
  ['environment', 'root'],
  ['policy', 'checkpoint'],
  ['policy', 'file'],
];

/** Settings whose relative paths started at `from` and now start at `to`. */
function relocated(settings: object, from: string, to: string): object {
  let moved: unknown = settings;
  for (const [section, field] of paths) {
    const fields: unknown = (settings as Record<string, unknown>)[section];
    const path = isRecord(fields) ? fields[field] : undefined;
    if (typeof path !== 'string') continue;
    const relativePath = relative(to, resolve(from, path)).replaceAll(sep, '/');
    moved = mergeSettings(moved, { [section]: { [field]: relativePath } });
  }
  return moved as object;
}
