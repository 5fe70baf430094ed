import type { Fields } from './fields.ts';

type Sign = readonly [what: string, holds: (document: Fields) => boolean];

const isList = (value: unknown) => Array.isArray(value);
const begins = (value: unknown, start: string) => typeof value === 'string' && value.startsWith(start);

/** What gives away a document that is no trajectory of ours; the first that holds counts. */
const signs: readonly Sign[] = [
  ['a preference pair', ({ format }) => begins(format, 'contrail-pair-')],
  ['the beginning of a step journal', ({ format }) => begins(format, 'contrail-journal-')],
  ['another file of Contrail', ({ format }) => begins(format, 'contrail-')],
  ['a line of a step journal', ({ episode, at }) => typeof episode === 'string' && typeof at === 'string'],
  ['a mini-swe-agent trajectory', ({ trajectory_format }) => begins(trajectory_format, 'mini-swe-agent-')],
  ['an Inspect log', document => document['eval'] !== undefined && document['status'] !== undefined],
  ['an OpenTelemetry trace', ({ resourceSpans }) => isList(resourceSpans)],
  ['a tau2-bench result', ({ simulations, tasks }) => isList(simulations) && tasks !== undefined],
  ['a tau-bench episode', ({ task_id, traj }) => task_id !== undefined && traj !== undefined],
  ['a SWE-agent trajectory', ({ history, info }) => isList(history) && info !== undefined],
  ['an OpenHands output', ({ instance_id, history }) => instance_id !== undefined && isList(history)],
  [
    'a Codex session',
    ({ timestamp, type, payload }) => timestamp !== undefined && type !== undefined && payload !== undefined,
  ],
  [
    'a Claude Code session',
    ({ type, sessionId, message }) => type !== undefined && sessionId !== undefined && message !== undefined,
  ],
  ["an episode of ETO's own code", ({ meta, conversations }) => meta !== undefined && isList(conversations)],
  ['a preference pair of another tool', ({ chosen, rejected }) => chosen !== undefined && rejected !== undefined],
  ['a preference pair of another tool', ({ preferred_output }) => preferred_output !== undefined],
  ['a preference pair of another tool', ({ rejected_messages }) => rejected_messages !== undefined],
  ['an AgentGym episode', ({ item_id, conversations }) => item_id !== undefined && isList(conversations)],
  ['a ShareGPT conversation', ({ conversations }) => isList(conversations)],
  ['a chat of messages', ({ messages }) => isList(messages)],
  ['a prompt with its completion', ({ prompt, completion }) => prompt !== undefined && completion !== undefined],
];

/** What a document seems to be that is no trajectory, to complete "this looks like …"; undefined when nothing gives it away. */
export function otherFormat(document: Fields): string | undefined {
  return signs.find(([, holds]) => holds(document))?.[0];
}
