import type { AlignedRow } from '../analysis/alignment.ts';
import type { LineRange, TrajectoryText } from './text.ts';

/**
 * The text of one of two aligned episodes, with a heading above every row: `──── 4 ↔ 6 ────` where the left side's
 * fourth step belongs to the right side's sixth, `–` for the side that has none. Both sides have the same headings, each
 * once, so that any comparison of lines keeps to the rows. Rows of steps that the text leaves out have none.
 */
export function alignedText(text: TrajectoryText, rows: readonly AlignedRow[], side: 'left' | 'right'): TrajectoryText {
  const lines = text.text.split('\n');
  const shown: string[] = [];
  /** Where each line of the text stands now. */
  const placed: number[] = [];
  const copy = (to: number) => {
    for (let line = placed.length; line < to; line++) {
      placed.push(shown.length);
      shown.push(lines[line]!);
    }
  };
  copy(text.parts.find(({ part }) => part === 'opening')?.to ?? 0);
  for (const row of rows) {
    const step = row[side];
    const range = step === undefined ? undefined : text.steps[step];
    if (range && range.from < placed.length) continue;
    // The blank line above a step stands above its heading.
    if (range) copy(range.from);
    else shown.push('');
    shown.push(heading(row));
    if (range) copy(range.to);
  }
  copy(lines.length);
  const moved = ({ from, to }: LineRange) => ({ from: placed[from]!, to: placed[to - 1]! + 1 });
  return {
    text: shown.join('\n'),
    parts: text.parts.map(part => ({ ...part, ...moved(part) })),
    steps: text.steps.map(moved),
    gaps: text.gaps.map(gap => ({ ...gap, line: placed[gap.line]! })),
  };
}

function heading({ left, right }: AlignedRow): string {
  const number = (step: number | undefined) => (step === undefined ? '–' : step + 1);
  return `──── ${number(left)} ↔ ${number(right)} ────`;
}
