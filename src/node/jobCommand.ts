/** The commands of the command line that an editor starts as jobs. */
export const jobCommands = ['explore', 'pair', 'train', 'evaluate', 'iterate'] as const;

export type JobCommand = (typeof jobCommands)[number];

/** What the palette calls a command. */
export const commandTitles: Readonly<Record<JobCommand, string>> = {
  explore: 'Explore Tasks',
  pair: 'Build Preference Pairs',
  train: 'Train Policy (DPO)',
  evaluate: 'Evaluate Policy',
  iterate: 'Run Iterations',
};

/** A command line of ours taken apart. */
export interface CommandLine {
  readonly command: JobCommand;
  /** The configuration as it was given; relative paths start where nobody knows any more. */
  readonly configuration?: string;
  readonly limit?: number;
}

/**
 * What the `command` of a `job.json` asked for; undefined when it is none of an editor's. Words are not quoted there,
 * so a path is what stands between the command and its first option.
 */
export function parseCommand(text: string): CommandLine | undefined {
  const [, word = '', rest = ''] = /^contrail (\S+) ?(.*)$/s.exec(text) ?? [];
  const isWhole = word === 'demo' || word === 'experiment';
  const command = isWhole ? 'iterate' : jobCommands.find(name => name === word);
  if (!command) return undefined;
  const configuration = rest.replace(/(^| )--.*$/s, '');
  const limit = /(?:^| )--limit[ =](\d+)(?= |$)/.exec(rest)?.[1];
  return {
    command,
    ...(configuration && !isWhole && { configuration }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}
