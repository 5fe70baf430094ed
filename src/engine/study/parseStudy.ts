import { nearestName } from '../configuration/nearestName.ts';
import { parseDocument } from '../configuration/parseDocument.ts';
import type { Problem } from '../problem.ts';
import { mergeSettings } from './mergeSettings.ts';
import { configurationFrom, type Settings, type Study, type StudyRow, type Variant } from './study.ts';
import { studySchema } from './studySchema.ts';

/** Either the study that a file describes, or everything that is wrong with it. */
export type ParsedStudy = { readonly study: Study } | { readonly problems: readonly Problem[] };

/** Reads a study file: JSON with comments, as contrail.json is. Never throws; see `parseConfiguration`. */
export function parseStudy(text: string, file: string): ParsedStudy {
  const parsed = parseDocument({
    schema: studySchema,
    text,
    file,
    check: (value, report) => checkStudy(studyFrom(value as Written), report),
  });
  return 'problems' in parsed ? parsed : { study: studyFrom(parsed.value as Written) };
}

/** A study file whose every field fits the schema. */
interface Written extends Pick<Study, 'name'>, Partial<Omit<Study, 'name' | 'variants'>> {
  readonly variants: readonly (Pick<Variant, 'name'> &
    Partial<Omit<Variant, 'rows'>> & {
      readonly rows?: readonly (Pick<StudyRow, 'label'> & Partial<StudyRow>)[];
    })[];
}

function studyFrom(written: Written): Study {
  const { name, title = name, question = '', seeds = [1], experiment = {}, comparisons = [] } = written;
  const variants = written.variants.map(({ name, title = name, settings = {}, rows }): Variant => {
    const given = rows?.map(({ label, arm = 'eto', iteration = 0 }): StudyRow => ({ label, arm, iteration }));
    return {
      name,
      title,
      settings,
      rows: given ?? defaultRows(title, mergeSettings(experiment, settings) as Settings),
    };
  });
  return { name, title, question, seeds, experiment, variants, comparisons };
}

function defaultRows(title: string, settings: Settings): StudyRow[] {
  const { iterations } = configurationFrom(settings);
  if (iterations === 0) return [{ label: title, arm: 'eto', iteration: 0 }];
  return Array.from({ length: iterations }, (_, index) => ({
    label: `${title}, iteration ${index + 1}`,
    arm: 'eto',
    iteration: index + 1,
  }));
}

type Report = (path: readonly (string | number)[], message: string) => void;

/** What no schema can say of a study: names that are to be different, and names that are to be known. */
export function checkStudy({ experiment, variants, comparisons }: Study, report: Report): void {
  const names = new Set<string>();
  const labels = new Set<string>();
  for (const [at, { name, settings, rows }] of variants.entries()) {
    const key = name.toLowerCase();
    // Names of folders, which many disks do not tell apart by case.
    if (names.has(key)) report(['variants', at, 'name'], 'Another variant has this name.');
    names.add(key);
    const { iterations, baselines } = configurationFrom(mergeSettings(experiment, settings) as object);
    for (const [index, { label, arm, iteration }] of rows.entries()) {
      const path = ['variants', at, 'rows', index];
      if (labels.has(label)) report([...path, 'label'], `Another row is called "${label}".`);
      labels.add(label);
      const isOwn = arm !== 'eto' && (iteration > 0 || arm === 'best-of-n');
      if (isOwn && !baselines.includes(arm))
        report([...path, 'arm'], `The variant's baselines are ${JSON.stringify(baselines)}; add "${arm}" there.`);
      if (arm === 'best-of-n' ? iteration !== 0 : iteration > iterations)
        report([...path, 'iteration'], lastIteration(arm, iterations));
    }
  }
  for (const [at, comparison] of comparisons.entries())
    for (const side of ['row', 'against'] as const)
      if (!labels.has(comparison[side]))
        report(['comparisons', at, side], `No row is called so.${nearestName(comparison[side], [...labels])}`);
}

function lastIteration(arm: StudyRow['arm'], iterations: number): string {
  if (arm === 'best-of-n') return 'Best-of-N trains nothing: its only row is of iteration 0.';
  return `The variant has ${iterations} iterations; its last row is of iteration ${iterations}.`;
}
