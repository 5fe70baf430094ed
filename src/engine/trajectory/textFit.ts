import type { ExcerptLimits } from './excerpt.ts';
import { stepBlocks, type TextBlock } from './textBlock.ts';
import type { Step } from './trajectory.ts';

/**
 * What the steps of one text may take. VS Code gives up highlighting and folding at 300,000 lines or 20 MB, and long
 * before that its outline and folding take seconds.
 */
const most = { lines: 100_000, characters: 4_000_000 };

/** The blocks of all steps, and the steps (`from` inclusive, `to` exclusive) that have no place all the same. */
export interface FittingSteps {
  readonly blocks: readonly (readonly TextBlock[])[];
  readonly leftOut?: { readonly from: number; readonly to: number };
}

interface Size {
  readonly lines: number;
  readonly characters: number;
}

/** Draws the steps: within limits, within tighter ones where the whole would be too much, without limits as they are. */
export function fittingSteps(steps: readonly Step[], limits?: ExcerptLimits): FittingSteps {
  const draw = (within?: ExcerptLimits) => steps.map((step, index) => stepBlocks(step, index, within));
  if (!limits) return { blocks: draw() };
  for (const scale of [1, 4, 16]) {
    const blocks = draw(scaled(limits, scale));
    if (fits(sum(blocks.map(sizeOf)))) return { blocks };
  }
  const blocks = draw(scaled(limits, 64));
  return { blocks, leftOut: middle(blocks.map(sizeOf)) };
}

function scaled({ lines, characters }: ExcerptLimits, by: number): ExcerptLimits {
  return { lines: Math.max(4, Math.floor(lines / by)), characters: Math.max(80, Math.floor(characters / by)) };
}

function sizeOf(blocks: readonly TextBlock[]): Size {
  // A blank line stands before each step.
  let lines = 1;
  let characters = 1;
  for (const block of blocks) {
    lines += block.lines.length;
    for (const line of block.lines) characters += line.length + 1;
  }
  return { lines, characters };
}

function sum(sizes: readonly Size[]): Size {
  let lines = 0;
  let characters = 0;
  for (const size of sizes) {
    lines += size.lines;
    characters += size.characters;
  }
  return { lines, characters };
}

function fits(size: Size, part = 1): boolean {
  return size.lines <= most.lines * part && size.characters <= most.characters * part;
}

/** The steps between those that fill three quarters from the start and those that fill one quarter from the end. */
function middle(sizes: readonly Size[]): { from: number; to: number } {
  const reach = (from: readonly Size[], part: number) => {
    let total = sum([]);
    const over = from.findIndex(size => {
      total = sum([total, size]);
      return !fits(total, part);
    });
    return over === -1 ? from.length : over;
  };
  const from = reach(sizes, 3 / 4);
  const to = sizes.length - reach(sizes.slice(from).toReversed(), 1 / 4);
  return { from, to };
}
