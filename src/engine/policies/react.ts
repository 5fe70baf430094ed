import type { Turn, TurnFlag } from '../trajectory/trajectory.ts';

/** A turn in ReAct form, the text that policies write and training sees (Yao et al. 2023; ETO §3.1). */
export function reactText(thought: string, action: string): string {
  return thought ? `Thought: ${thought}\nAction: ${action}` : `Action: ${action}`;
}

/** The turn of a policy that decides without writing text. */
export function reactTurn(thought: string, action: string): Turn {
  return { thought, action, text: reactText(thought, action), flags: [] };
}

/**
 * Thought and action found in a policy's text. The action is the first line after the first `Action:`. Text after that
 * line is flagged when it imitates the environment (`Observation:`); text without an action is the thought as a whole.
 */
export function parseReact(text: string): {
  thought: string;
  action: string;
  flags: TurnFlag[];
} {
  const match = /(?:^|\n)[ \t]*Action:[ \t]*([^\n]*)/.exec(text);
  const flags: TurnFlag[] = [];
  if (/(?:^|\n)[ \t]*Observation:/.test(text)) flags.push('invented-observation');
  const action = match?.[1]?.trim() ?? '';
  if (!action) flags.unshift('no-action');
  const before = match ? text.slice(0, match.index) : text;
  const thought = before.replace(/^\s*Thought:[ \t]*/, '').trim();
  return { thought, action, flags };
}
