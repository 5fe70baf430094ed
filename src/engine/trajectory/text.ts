import type { History, Outcome, Step, Task, TurnFlag } from './trajectory.ts';
import { visible } from './visible.ts';

/** What a stretch of lines in a trajectory's text says. */
export type TextPart = 'task' | 'opening' | 'thought' | 'action' | 'observation' | 'note' | 'ending';

/** Lines `from` (inclusive) to `to` (exclusive), 0-based. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Which lines say what. */
export interface PartRange extends LineRange {
  readonly part: TextPart;
  /** 0-based index of the step; absent for what belongs to the episode as a whole. */
  readonly step?: number;
}

/** A trajectory as text and, apart from it, the positions of its parts and steps. */
export interface TrajectoryText {
  /** Ends with a newline. */
  readonly text: string;
  /** In the order of the lines; blank lines between blocks belong to no part. */
  readonly parts: readonly PartRange[];
  /** The lines of each step, by index. */
  readonly steps: readonly LineRange[];
}

const indent = '  ';

const notes: Record<TurnFlag, string> = {
  'no-action': 'no action found',
  'invented-observation': 'invented observation',
  'cut-off': 'cut off',
};

/**
 * A trajectory as plain text: the task, the opening, a block a step, why it ended. Lead words tell the parts apart
 * (`Thought:` and `Action:` at the start of a line, the answer indented below its action); text of several lines starts
 * below its lead word. Two episodes that did the same have the same lines: nothing that counts or times (step numbers,
 * tokens, rewards, who played) is written. An episode that still runs has no outcome.
 */
export function trajectoryText(episode: History & { readonly outcome?: Outcome }): TrajectoryText {
  const lines: string[] = [];
  const parts: PartRange[] = [];
  const write = (part: TextPart, content: readonly string[], step?: number) => {
    parts.push({ part, from: lines.length, to: lines.length + content.length, ...(step !== undefined && { step }) });
    lines.push(...content);
  };
  write('task', taskLines(episode.task));
  lines.push('');
  write('opening', block('Opening:', episode.opening));
  const steps = episode.steps.map((step, index) => {
    lines.push('');
    const from = lines.length;
    for (const [part, content] of stepBlocks(step)) write(part, content, index);
    return { from, to: lines.length };
  });
  if (episode.outcome) {
    lines.push('');
    write('ending', endingLines(episode.outcome));
  }
  return { text: `${lines.join('\n')}\n`, parts, steps };
}

function taskLines(task: Task): string[] {
  return [
    ...block('Task:', task.instruction),
    ...block(`${indent}Id:`, `${task.environment} ${task.split} ${task.id}`),
  ];
}

function stepBlocks(step: Step): [TextPart, string[]][] {
  const isRefused = !step.valid && !step.flags.includes('no-action');
  const remarks = [...step.flags.map(flag => notes[flag]), ...(isRefused ? ['invalid action'] : [])];
  const blocks: [TextPart, string[]][] = [
    ['action', block('Action:', step.action)],
    ['observation', block(`${indent}Observation:`, step.observation)],
  ];
  if (step.thought) blocks.unshift(['thought', block('Thought:', step.thought)]);
  if (remarks.length > 0) blocks.push(['note', block(`${indent}Note:`, remarks.join(', '))]);
  return blocks;
}

function endingLines({ ending, message }: Outcome): string[] {
  return [`Ended: ${ending}`, ...(message ? block(`${indent}Message:`, message) : [])];
}

/** A lead word and what it leads: on the same line, or as lines of their own, deeper than any lead word stands. */
function block(lead: string, content: string): string[] {
  const lines = visible(content).split('\n');
  if (lines.length === 1) return [content ? `${lead} ${lines[0]}` : lead];
  return [lead, ...lines.map(line => (line ? indent + indent + line : ''))];
}
