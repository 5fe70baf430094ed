import { armNames } from './place.ts';
import type { ReportRow } from './report.ts';

/** What a row of results is called; `*` marks that the validation gate turned its policy down in a seed. */
export function rowName({ arm, iteration, trained, rejected }: ReportRow): string {
  if (arm === 'eto' && iteration === 0) return trained ? 'Cloning (SFT)' : 'Policy as it is';
  if (arm === 'best-of-n') return armNames[arm];
  return `${armNames[arm]}, iteration ${iteration}${rejected.length > 0 ? ' *' : ''}`;
}
