import { type ExcerptLimits, excerpt, omissionText } from './excerpt.ts';
import type { EpisodePart } from './part.ts';
import type { TextPart } from './text.ts';
import type { Outcome, Step, Task, TurnFlag } from './trajectory.ts';

/** Some lines of a trajectory's text that say one thing. */
export interface TextBlock {
  readonly part: TextPart;
  readonly lines: readonly string[];
  /** Which of the lines say how much is left out in their place, and what shows it in full. */
  readonly gaps: readonly { readonly at: number; readonly of: EpisodePart }[];
}

const indent = '  ';

const notes: Record<TurnFlag, string> = {
  'no-action': 'no action found',
  'invented-observation': 'invented observation',
  'cut-off': 'cut off',
};

/** What is asked, and where it comes from. */
export function taskBlock(task: Task, limits?: ExcerptLimits): TextBlock {
  const place = block('task', `${indent}Id:`, `${task.environment} ${task.split} ${task.id}`);
  const asked = block('task', 'Task:', task.instruction, { name: 'instruction', step: null, limits });
  return { ...asked, lines: [...asked.lines, ...place.lines] };
}

/** What the environment said first. */
export function openingBlock(opening: string, limits?: ExcerptLimits): TextBlock {
  return block('opening', 'Opening:', opening, { name: 'opening', step: null, limits });
}

/** Thought, action, observation and remarks of a step, as far as there are any; `index` is 0-based. */
export function stepBlocks(step: Step, index: number, limits?: ExcerptLimits): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  const add = (name: 'thought' | 'action' | 'observation', lead: string) => {
    blocks.push(block(name, lead, step[name], { name, step: index, limits }));
  };
  if (step.thought) add('thought', 'Thought:');
  add('action', 'Action:');
  add('observation', `${indent}Observation:`);
  const remarks = step.flags.map(flag => notes[flag]);
  if (!step.valid && !step.flags.includes('no-action')) remarks.push('invalid action');
  if (remarks.length > 0) blocks.push(block('note', `${indent}Note:`, remarks.join(', ')));
  return blocks;
}

/** Why an episode ended. */
export function endingBlock({ ending, message }: Outcome, limits?: ExcerptLimits): TextBlock {
  const ended = block('ending', 'Ended:', ending);
  if (!message) return ended;
  const reason = block('ending', `${indent}Message:`, message, { name: 'message', step: null, limits });
  return {
    ...ended,
    lines: [...ended.lines, ...reason.lines],
    gaps: reason.gaps.map(({ at, of }) => ({ at: at + ended.lines.length, of })),
  };
}

/** A lead word and what it leads: on the same line, or as lines of their own, deeper than any lead word stands. */
function block(
  part: TextPart,
  lead: string,
  content: string,
  whole?: EpisodePart & { readonly limits: ExcerptLimits | undefined },
): TextBlock {
  const shown = excerpt(content, whole?.limits);
  if (shown.length === 1) return { part, lines: [content ? `${lead} ${shown[0]}` : lead], gaps: [] };
  const gaps = shown.flatMap((line, index) =>
    typeof line === 'string' || !whole ? [] : { at: index + 1, of: { name: whole.name, step: whole.step } },
  );
  const lines = shown.map(line => {
    if (typeof line !== 'string') return `   … ${omissionText(line)}`;
    return line ? indent + indent + line : '';
  });
  return { part, lines: [lead, ...lines], gaps };
}
